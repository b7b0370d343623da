"""Reads of the matches app."""

from backend.matches.selectors.asking import asking
from backend.matches.selectors.eligibility import Criteria, eligible, excluded_counts
from backend.matches.selectors.facts import facts, places
from backend.matches.selectors.left_out import Asked, asked, left_out
from backend.matches.selectors.outcomes import observations, telling_outcomes
from backend.matches.selectors.panel import aspect_cosines
from backend.matches.selectors.runs import latest_run, runs_visible_to, with_profiles
from backend.matches.selectors.search import candidates, like, term_statistics

__all__ = [
    "Asked",
    "Criteria",
    "asked",
    "asking",
    "aspect_cosines",
    "candidates",
    "eligible",
    "excluded_counts",
    "facts",
    "latest_run",
    "left_out",
    "like",
    "observations",
    "places",
    "runs_visible_to",
    "telling_outcomes",
    "term_statistics",
    "with_profiles",
]
