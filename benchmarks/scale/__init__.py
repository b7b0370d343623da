"""``python -m benchmarks.scale N``: a made-up network of N profiles, and how it is searched."""
