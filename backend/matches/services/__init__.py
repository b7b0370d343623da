"""Writes of the matches app."""

from backend.matches.services.answer import Answer, answer
from backend.matches.services.embed import embed_pending
from backend.matches.services.outcomes import Happened, record_outcomes, record_shown
from backend.matches.services.runs import perform_run, request_run, sweep_runs

__all__ = [
    "Answer",
    "Happened",
    "answer",
    "embed_pending",
    "perform_run",
    "record_outcomes",
    "record_shown",
    "request_run",
    "sweep_runs",
]
