"""Merging two profiles of one person or institution."""

from backend.directory.services.merging.merge import merge_profiles

__all__ = ["merge_profiles"]
