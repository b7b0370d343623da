"""Files to rows: CSV, XLSX and JSON."""
