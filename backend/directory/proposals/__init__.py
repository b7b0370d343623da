"""Files that hold an expert's past, read into passages that may be proposed. Stores nothing."""
