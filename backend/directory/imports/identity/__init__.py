"""Which profile in the database a profile in a file is, if any."""
