"""One score out of what two have for each other."""

from matching.reciprocal import reciprocal

__all__ = ["reciprocal"]
