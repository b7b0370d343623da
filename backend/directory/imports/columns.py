"""The target columns: what a file's columns can be mapped to, and for which kind of profile."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

EXPERTS, INSTITUTIONS = "experts", "institutions"
KINDS = (INSTITUTIONS, EXPERTS)  # in the order in which they are imported

BOTH = (
    "external_id", "same_as", "name", "name_latin", "country", "city", "fields", "sdgs", "sectors",
    "consent_listed", "last_confirmed", "demo",
)  # fmt: skip
OF_EXPERTS = (
    "first_name", "middle_name", "last_name", "gender", "orcid", "countries_worked_in",
    "max_open_engagements", "languages", "available_from", "available_to", "institution",
    "institution_id", "institution_type", "institution_country", "position", "affiliation_from",
    "affiliation_to", "email", "phone",
)  # fmt: skip
OF_INSTITUTIONS = (
    "type", "ror", "website", "source_url", "illustrative", "network_from", "network_to", "parent",
)  # fmt: skip
PASSAGE_PARTS = (
    "id", "kind", "text", "language", "year", "source", "identifier", "attestation",
)  # fmt: skip
PASSAGE = tuple(f"passage_{part}" for part in PASSAGE_PARTS)
# Columns of prose: each cell is cut into passages of this kind.
PROSE = {
    "expertise": "expertise", "project": "project", "publication": "publication",
    "course": "course", "equipment": "equipment", "service": "service", "summary": "expertise",
}  # fmt: skip

CONTACT = frozenset({"email", "phone"})  # never shown
NAMES = re.compile(r"name(_[a-z]{2,3}(_[a-z]{4})?)?|first_name|last_name", re.IGNORECASE)
NAME_TAG = re.compile(
    r"name_(?P<tag>[a-z]{2,3}([_-][a-z]{4})?([_-]([a-z]{2}|\d{3}))?)", re.IGNORECASE
)
NUMBERED_PASSAGE = re.compile(rf"passage_(?P<number>\d{{1,3}})_(?P<part>{'|'.join(PASSAGE_PARTS)})")


@dataclass(frozen=True)
class Columns:
    """The columns of rows that are no profiles, told by the app that imports them.

        ``name``: what they are called. ``needed``: of each of these sets a file has one;
    ``lack`` says in words that it has not. ``prose`` is what a column of long texts may be.
    ``folder`` holds its headings.json.
    """

    kind: str
    name: Any
    targets: tuple[str, ...]
    needed: tuple[frozenset[str], ...]
    lack: Any
    prose: str
    folder: Path


OTHERS: dict[str, Columns] = {}  # by kind


def kinds_beside(kind: str) -> tuple[str, ...]:
    """The kinds that rows may be where this one is looked for."""
    return (kind,) if kind in OTHERS else KINDS


def targets(kind: str) -> tuple[str, ...]:
    """Every plain target of a kind; numbered passages and names by tag come on top."""
    if other := OTHERS.get(kind):
        return other.targets
    own = OF_EXPERTS if kind == EXPERTS else OF_INSTITUTIONS
    return (*BOTH, *own, *PASSAGE, *PROSE)


def is_target(target: str, kind: str) -> bool:
    if kind in OTHERS:
        return target in targets(kind)
    return (
        target in targets(kind)
        or NAME_TAG.fullmatch(target) is not None
        or NUMBERED_PASSAGE.fullmatch(target) is not None
    )


def is_enough(found: list[str], kind: str) -> bool:
    """Whether the targets found hold what every row of the kind needs."""
    if other := OTHERS.get(kind):
        return all(needed & set(found) for needed in other.needed)
    return holds_a_name(found)


def lack(kind: str) -> str:
    """In words, that they do not."""
    other = OTHERS.get(kind)
    return str(other.lack if other else _("no column is plainly the name"))


def prose_of(kind: str) -> str:
    """What a column of long texts may be."""
    return OTHERS[kind].prose if kind in OTHERS else "expertise"


def holds_a_name(found: list[str]) -> bool:
    """Whether the targets found hold the one thing every profile needs."""
    return any(target == "name" or NAME_TAG.fullmatch(target) for target in found) or (
        "last_name" in found or "first_name" in found
    )


def may_repeat(target: str) -> bool:
    """Whether several columns may go to one target."""
    return target in PROSE or target in {"name", "name_latin"}
