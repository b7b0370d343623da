"""Past projects out of a file, by the readers and values of the directory's imports."""
