"""Writes of the matches app."""

from backend.matches.services.answer import Answer, answer
from backend.matches.services.embed import embed_pending
from backend.matches.services.likely import Likely, likely_helpers
from backend.matches.services.outcomes import Happened, record_outcomes, record_shown
from backend.matches.services.runs import perform_run, request_run, sweep_runs
from backend.matches.services.similar import Alike, similar_needs

__all__ = [
    "Alike",
    "Answer",
    "Happened",
    "Likely",
    "answer",
    "embed_pending",
    "likely_helpers",
    "perform_run",
    "record_outcomes",
    "record_shown",
    "request_run",
    "similar_needs",
    "sweep_runs",
]
