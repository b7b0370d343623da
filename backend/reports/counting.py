"""Figures out of cases, and cells too small to be shown to everybody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from backend.reports.figures import FIGURES, Dimension
from backend.reports.periods import Period
from backend.reports.selectors import Case, cases, places_of, proposal_cases

SMALL = 5  # below so many cases a figure may tell something about a person


@dataclass(frozen=True)
class Cell:
    """A figure for one key of a dimension, out of ``count`` cases. Both None: too few to tell."""

    figure: str
    dimension: str
    key: str
    currency: str
    value: float | None
    count: int | None


def cells(period: Period, dimensions: Collection[str] = tuple(Dimension)) -> list[Cell]:
    """All figures for a period, in fourteen queries, in the order of their definitions."""
    counted = [*cases(period), *proposal_cases(period)]
    places = places_of(period.until)  # after the cases, so that none is of a row not seen yet
    found = defaultdict(list)
    for case in counted:
        keys = _keys(case, places[case.about])
        for figure, value in case.values.items():
            for dimension in FIGURES[figure].dimensions:
                if dimension in dimensions:
                    for key in keys[dimension]:
                        found[figure, dimension.value, key, case.currency].append(value)
    made = [
        Cell(*place, round(float(FIGURES[place[0]].summary(values)), 4), len(values))
        for place, values in found.items()
    ]
    return sorted(made, key=_order)


def shown_to_all(found: Iterable[Cell]) -> Iterator[Cell]:
    """Without the values of small cells. Where one alone is left out of a row, it would follow
    from the sum: then the next smallest goes with it."""
    rows = defaultdict(list)
    for cell in found:
        rows[cell.figure, cell.dimension, cell.currency].append(cell)
    for row in rows.values():
        by_size = sorted(row, key=lambda cell: (cell.count or 0, cell.key))
        small = sum((cell.count or 0) < SMALL for cell in by_size)
        hidden = {cell.key for cell in by_size[: max(small, 2) if small else 0]}
        for cell in row:
            yield replace(cell, value=None, count=None) if cell.key in hidden else cell


def _keys(case: Case, places) -> dict:
    return {
        **places,
        Dimension.GENDER: (case.gender or "",),
        Dimension.FUNDER: (case.funder or "",),
    }


def _order(cell: Cell) -> tuple:
    figures, dimensions = list(FIGURES), Dimension.values
    at = (figures.index(cell.figure), dimensions.index(cell.dimension))
    return (*at, cell.key, cell.currency)
