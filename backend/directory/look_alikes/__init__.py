"""Profiles that may be of one person or institution: found, never merged by themselves."""
