"""Writes of batches."""

from backend.consultations.batches.services.applying import Applied, Outcome, apply_batch
from backend.consultations.batches.services.asking import create_batch, solve_again
from backend.consultations.batches.services.performing import perform_batch, sweep_batches
from backend.consultations.batches.services.rows import add_row, change_row, locked_batch

__all__ = [
    "Applied",
    "Outcome",
    "add_row",
    "apply_batch",
    "change_row",
    "create_batch",
    "locked_batch",
    "perform_batch",
    "solve_again",
    "sweep_batches",
]
