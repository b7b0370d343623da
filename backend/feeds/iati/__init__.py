"""The projects as activities of the International Aid Transparency Initiative, version 2.03."""

from backend.feeds.iati.activities import activities_file
from backend.feeds.iati.projects import published_projects

__all__ = ["activities_file", "published_projects"]
