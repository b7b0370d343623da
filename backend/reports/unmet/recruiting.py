"""Whom the network lacks: a line for each sector, what is asked there for most often first."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from uuid import UUID

from backend.reports.figures import Dimension
from backend.reports.periods import Period
from backend.reports.unmet.cases import Unmet, UnmetCase, unmet_cases
from backend.reports.unmet.places import places_of_needs

MOST = 5  # of what nobody covers, by sector


@dataclass(frozen=True)
class Lack:
    """Of a sector: how many needs went without, in which countries and languages how often, and
    what nobody covered, in the words of those who asked."""

    sector: str
    needs: int
    by_kind: dict[str, int]
    countries: dict[str, int]
    languages: dict[str, int]
    lacking: list[str]


def recruiting(period: Period) -> list[Lack]:
    cases = unmet_cases(period)
    places = places_of_needs({one.need for one in cases}, period.until)
    by_sector: dict[str, list[UnmetCase]] = defaultdict(list)
    for case in cases:
        for sector in places[case.need][Dimension.SECTOR]:
            by_sector[sector].append(case)
    found = [_lack(sector, own, places) for sector, own in by_sector.items()]
    return sorted(found, key=lambda one: (-one.needs, one.sector))


def _lack(sector: str, cases: list[UnmetCase], places) -> Lack:
    needs = {one.need for one in cases}
    kinds = {kind.value: {one.need for one in cases if one.kind == kind} for kind in Unmet}
    missing = Counter(text for one in cases for text in one.missing)
    return Lack(
        sector,
        len(needs),
        {kind: len(own) for kind, own in kinds.items()},
        _counted(needs, places, Dimension.COUNTRY),
        _counted(needs, places, Dimension.LANGUAGE),
        [text for text, _times in missing.most_common(MOST)],
    )


def _counted(needs: set[UUID], places, dimension: Dimension) -> dict[str, int]:
    """The most frequent first."""
    counted = Counter(key for need in needs for key in places[need][dimension])
    return dict(sorted(counted.items(), key=lambda one: (-one[1], one[0])))
