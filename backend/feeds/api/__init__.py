"""The API of feeds: their ``PATHS``."""

from backend.feeds.api.jsonld import JSONLD_PATHS

PATHS = JSONLD_PATHS
