"""How the numbers that ship in ``matching/data`` are made, from texts written for it."""
