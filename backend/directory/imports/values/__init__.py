"""Cells to values: each function takes a cell as read and returns a value or raises BadValue."""
