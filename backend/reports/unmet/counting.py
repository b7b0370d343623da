"""The table: how often, by field, sector, country, group and language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from backend.reports.counting import Cell
from backend.reports.figures import Dimension
from backend.reports.periods import Period
from backend.reports.unmet.cases import Unmet, UnmetCase, unmet_cases
from backend.reports.unmet.places import BY, places_of_needs

NEEDS = "unmet_needs"
# By figure its words, as those of the other figures are told.
UNMET: dict[str, dict[str, Any]] = {
    NEEDS: {
        "label": _("Needs that were not met"),
        "meaning": _(
            "Needs of which, within the period, any of the following is so; each counts once."
        ),
        "unit": "number",
    },
    Unmet.ABSTENTION.value: {
        "label": _("Nobody likely"),
        "meaning": _(
            "Needs for which the last ranking of the period found nobody who is likely to be able "
            "to help."
        ),
        "unit": "number",
    },
    Unmet.DECLINE.value: {
        "label": _("Declined"),
        "meaning": _(
            "Needs for which an expert declined within the period, for another reason than a "
            "conflict of interest."
        ),
        "unit": "number",
    },
    Unmet.NO_MATCH.value: {
        "label": _("Closed without a match"),
        "meaning": _("Needs whose request was closed because nobody suitable was found."),
        "unit": "number",
    },
}


def unmet_definitions() -> dict[str, dict[str, str]]:
    """The words in English, which is also the key of their translations."""
    with translation.override("en"):
        return {name: {word: str(told) for word, told in of.items()} for name, of in UNMET.items()}


def unmet_cells(period: Period) -> list[Cell]:
    """Of needs, each once in each cell, whatever happened how often to it."""
    found = _needs_by_cell(unmet_cases(period), period)
    made = [Cell(*place, "", float(len(needs)), len(needs)) for place, needs in found.items()]
    return sorted(made, key=_order)


def cases_behind(
    period: Period, figure: str, dimension: Dimension, key: str
) -> dict[UUID, list[UnmetCase]]:
    """The needs that a cell counts, each with what happened to it."""
    cases = unmet_cases(period)
    needs = _needs_by_cell(cases, period).get((figure, dimension.value, key), set())
    found: dict[UUID, list[UnmetCase]] = {}
    for case in cases:
        if case.need in needs and figure in (NEEDS, case.kind):
            found.setdefault(case.need, []).append(case)
    return found


def _needs_by_cell(
    cases: Iterable[UnmetCase], period: Period
) -> dict[tuple[str, str, str], set[UUID]]:
    cases = list(cases)
    places = places_of_needs({one.need for one in cases}, period.until)
    found: dict[tuple[str, str, str], set[UUID]] = defaultdict(set)
    for case in cases:
        for dimension in BY:
            for key in places[case.need][dimension]:
                for figure in (NEEDS, case.kind.value):
                    found[figure, dimension.value, key].add(case.need)
    return found


def _order(cell: Cell) -> tuple:
    return list(UNMET).index(cell.figure), Dimension.values.index(cell.dimension), cell.key
