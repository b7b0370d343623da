"""Profiles as read: cells by target column, before any value is looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from backend.directory.imports.problems import Place, Problem

# Targets that together say one thing, of which a profile may have several.
GROUPS = {
    "affiliation": (
        "institution", "institution_id", "institution_type", "institution_country", "position",
        "affiliation_from", "affiliation_to",
    ),
    "availability": ("available_from", "available_to"),
}  # fmt: skip


class Cell(NamedTuple):
    """A value as read, under the heading it stood under."""

    column: str
    value: Any


@dataclass
class RawPassage:
    """The cells of one passage by part (id, kind, text, language, year …)."""

    place: Place
    parts: dict[str, Cell] = field(default_factory=dict)


@dataclass
class RawProfile:
    """What the file says about one profile; `cells` has the targets that are not empty.

    `prose` holds cells still to be cut into passages, each with its target; `groups` the
    affiliations and periods, each a set of cells; `problems` what was wrong already on reading.
    """

    kind: str
    place: Place
    cells: dict[str, Cell] = field(default_factory=dict)
    passages: list[RawPassage] = field(default_factory=list)
    prose: list[tuple[str, Place, Cell]] = field(default_factory=list)
    groups: dict[str, list[dict[str, Cell]]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    language: str = ""
    m_is_female: bool = False
