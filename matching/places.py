"""Countries with their regions, and their groups at a date, from the codelists' files."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path

from matching.types import Place

WORLD = "001"


def read(folder: Path, day: datetime.date) -> dict[str, Place]:
    """Every country by its ISO 3166-1 alpha-3 code."""
    parents = {row["code"]: row["parent"] for row in _rows(folder / "regions.csv")}
    groups: dict[str, list[str]] = {}
    for row in _rows(folder / "group_memberships.csv"):
        if _holds(row, day):
            groups.setdefault(row["country"], []).append(row["group"])
    return {
        row["alpha3"]: Place(
            row["alpha3"],
            around(row["region"], parents),
            tuple(sorted(groups.get(row["alpha3"], ()))),
        )
        for row in _rows(folder / "countries.csv")
    }


def around(region: str, parents: dict[str, str]) -> tuple[str, ...]:
    """The region and those around it, the smallest first, without the world."""
    found: list[str] = []
    while region and region != WORLD:
        found.append(region)
        region = parents.get(region, "")
    return tuple(found)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _holds(row: dict[str, str], day: datetime.date) -> bool:
    """``valid_to`` is the first day that it no longer does."""
    begun = not row["valid_from"] or datetime.date.fromisoformat(row["valid_from"]) <= day
    return begun and (not row["valid_to"] or day < datetime.date.fromisoformat(row["valid_to"]))
