"""The terms of reference as they are read: a label and a text for each part that is filled in."""

from __future__ import annotations

import datetime

from django.utils.formats import date_format
from django.utils.text import capfirst

from backend.consultations.models import ConsultationRequest

TERMS = (
    *("background", "objectives", "expected_results", "activities", "deliverables"),
    *("working_days", "starts_on", "ends_on", "place", "place_note", "expert_profile"),
    *("contribution", "budget", "indicators", "assumptions"),
)
# Written in sentences; the others are a word, a number or a day.
LONG = frozenset(
    {
        *("background", "objectives", "expected_results", "activities", "deliverables"),
        *("expert_profile", "contribution", "budget", "indicators", "assumptions"),
    }
)


def terms_of(
    request: ConsultationRequest, names: tuple[str, ...] = TERMS
) -> list[tuple[str, str, str]]:
    """Name, label in the reader's language, and text."""
    named = {field.name: str(field.verbose_name) for field in request._meta.concrete_fields}
    shown = [(name, capfirst(named[name]), _shown(request, name)) for name in names]
    return [part for part in shown if part[2]]


def labelled_terms(request: ConsultationRequest) -> list[tuple[str, str]]:
    """Label and text, as a page shows them."""
    return [(label, text) for _name, label, text in terms_of(request)]


def _shown(request: ConsultationRequest, name: str) -> str:
    value = getattr(request, name)
    if name in ("place", "track"):
        return getattr(request, f"get_{name}_display")()
    if isinstance(value, list):
        return "\n".join(value)
    return date_format(value) if isinstance(value, datetime.date) else str(value or "")
