"""What nobody could be found for: by field, country and language, and whom to recruit for it."""

from backend.reports.unmet.cases import Unmet, UnmetCase, unmet_cases
from backend.reports.unmet.counting import UNMET, cases_behind, unmet_cells, unmet_definitions
from backend.reports.unmet.recruiting import Lack, recruiting

__all__ = [
    "UNMET",
    "Lack",
    "Unmet",
    "UnmetCase",
    "cases_behind",
    "recruiting",
    "unmet_cases",
    "unmet_cells",
    "unmet_definitions",
]
