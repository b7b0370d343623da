"""What a need asks of a ranking."""

from __future__ import annotations

from typing import Any

from backend.matches.selectors import Criteria
from backend.needs.models import Need


def criteria_of(need: Need) -> Criteria:
    """The hard rules a need brings along; its own institution is never proposed to it."""
    return Criteria(
        languages=tuple(one.pk for one in need.expert_languages.all()),
        exclude_institutions=(need.institution_id,),
    )


def question_of(need: Need) -> dict[str, Any]:
    """What a need asks of ``answer``."""
    return {
        "text": f"{need.title}. {need.text}" if need.title else need.text,
        "language": need.language or None,
        "criteria": criteria_of(need),
        "sdgs": tuple(one.pk for one in need.sdgs.all()),
        "sectors": tuple(one.pk for one in need.sectors.all()),
        "facets": need.facets,
        "country": need.country_id,
    }
