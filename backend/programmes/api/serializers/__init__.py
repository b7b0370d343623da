"""What programmes, ideas and proposals look like over HTTP, one file per noun."""
