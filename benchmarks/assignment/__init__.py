"""Assigning many at once: time, memory, total and worst score, beside every pair solved at once
and beside linear assignment. Each run is a process of its own, for its memory."""

from benchmarks.assignment.measuring import measure

__all__ = ["measure"]
