"""Sums of a budget: pure functions over its lines, exact to the cent.

Nothing is summed twice in two ways: a total is a sum over a cut, so that the sums of any cut come
to the same. Shares are exact fractions of a total; rounding is left to whoever shows them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from backend.programmes.dossier import Line

ZERO = Decimal("0.00")
SHOWN = Decimal("0.0001")  # of a share, as it is told


class Cut(StrEnum):
    """By what a budget is cut. ``source`` "" is the programme, ``output`` "" all of the project."""

    YEAR = "year"
    OUTPUT = "output"
    SOURCE = "source"
    KIND = "kind"


@dataclass(frozen=True)
class Row:
    """What an output takes, year by year, and altogether."""

    output: str
    years: Mapping[int, Decimal]
    total: Decimal


@dataclass(frozen=True)
class Budget:
    """``programme`` and ``others`` add up to ``total``; ``share`` is the programme's part of it."""

    total: Decimal
    programme: Decimal
    others: Decimal
    share: Decimal | None
    sums: Mapping[Cut, Mapping[str, Decimal]]
    rows: tuple[Row, ...]
    years: tuple[int, ...]


def budget_of(lines: Iterable[Line]) -> Budget:
    lines = tuple(lines)
    whole, sources = total(lines), cut(lines, Cut.SOURCE)
    asked = sources.get("", ZERO)
    return Budget(
        total=whole,
        programme=asked,
        others=whole - asked,
        share=share(asked, whole),
        sums={one: cut(lines, one) for one in Cut},
        rows=tuple(table(lines)),
        years=tuple(sorted({line.year for line in lines})),
    )


def total(lines: Iterable[Line]) -> Decimal:
    return sum((line.amount for line in lines), ZERO)


def cut(lines: Iterable[Line], by: Cut) -> dict[str, Decimal]:
    """The sum of each year, output, source or kind, in the order in which they first come."""
    sums: dict[str, Decimal] = {}
    for line in lines:
        key = str(getattr(line, by))
        sums[key] = sums.get(key, ZERO) + line.amount
    return sums


def table(lines: Iterable[Line]) -> list[Row]:
    """A row for each output, as the results framework shows it."""
    lines = tuple(lines)
    rows = []
    for output in cut(lines, Cut.OUTPUT):
        of_it = [line for line in lines if line.output == output]
        years = {int(year): amount for year, amount in cut(of_it, Cut.YEAR).items()}
        rows.append(Row(output, dict(sorted(years.items())), total(of_it)))
    return rows


def share(part: Decimal, whole: Decimal) -> Decimal | None:
    """None of nothing."""
    return (part / whole).quantize(SHOWN) if whole else None
