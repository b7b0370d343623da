"""Bringing institutions and experts in from CSV, XLSX and JSON files."""
