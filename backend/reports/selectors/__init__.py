"""Reads of the reports app: the single cases, what they are broken down by, and their names."""

from backend.reports.selectors.cases import Case, cases
from backend.reports.selectors.labels import label_of, labels
from backend.reports.selectors.places import places_of
from backend.reports.selectors.proposals import proposal_cases

__all__ = ["Case", "cases", "label_of", "labels", "places_of", "proposal_cases"]
