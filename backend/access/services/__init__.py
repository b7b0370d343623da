"""Writes of the access app."""
