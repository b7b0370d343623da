"""Writes of reviews: rounds, who reviews what, and what they hand in."""
