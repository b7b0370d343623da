"""What is in the database, how it differs from a file, and writing the difference in bulk."""
