"""The results framework of a proposal, as rules read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.programmes.dossier import Deed
from backend.programmes.models import Activity, Proposal


def outputs_of(proposal: Proposal) -> dict[str, str]:
    return {str(pk): text for pk, text in proposal.outputs.values_list("pk", "text")}


def deeds_of(proposal: Proposal, countries: Mapping[Any, str]) -> tuple[Deed, ...]:
    """With the country for which the partner that leads takes part; ``countries``: by partner."""
    rows = Activity.objects.filter(output__proposal=proposal)
    rows = rows.prefetch_related("countries").order_by("output__position", "position", "pk")
    return tuple(_deed(row, countries) for row in rows)


def _deed(row: Activity, countries: Mapping[Any, str]) -> Deed:
    acting = {country.pk for country in row.countries.all()}
    if row.lead_id in countries:
        acting.add(countries[row.lead_id])
    return Deed(str(row.pk), str(row.output_id), row.text, frozenset(acting))
