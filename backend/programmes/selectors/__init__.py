"""Reads of the programmes app, one file per noun."""
