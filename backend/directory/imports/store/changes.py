"""The changes to a profile: noted for the report, and kept for the writing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from backend.directory.imports.columns import CONTACT
from backend.directory.imports.contact_data import masked
from backend.directory.imports.store.state import State
from backend.directory.models import Affiliation, Passage

MASK = "•••"
PARTS = ("new_passages", "changed_passages", "new_affiliations", "changed_affiliations")


@dataclass(frozen=True)
class Change:
    """One field, old and new; contact values are masked, wherever they stand."""

    field: str
    old: Any
    new: Any


@dataclass
class Difference:
    """The changes to one profile, already made on the objects in `state`, still to be stored."""

    state: State
    changes: list[Change] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)
    new_passages: list[Passage] = field(default_factory=list)
    changed_passages: list[Passage] = field(default_factory=list)
    new_affiliations: list[Affiliation] = field(default_factory=list)
    changed_affiliations: list[Affiliation] = field(default_factory=list)

    def note(self, name: str, old: Any, new: Any) -> None:
        if name in CONTACT:
            old, new = (MASK if old else ""), MASK
        self.changes.append(Change(name, masked(old), masked(new)))
        self.fields.add(name)

    def absorb(self, other: Difference) -> None:
        """Takes over what a further record of the same batch changed in the same profile."""
        self.changes.extend(other.changes)
        self.fields |= other.fields
        for name in PARTS:
            getattr(self, name).extend(getattr(other, name))


def merged(differences: Iterable[Difference]) -> list[Difference]:
    """One difference a profile."""
    found: dict[UUID, Difference] = {}
    for one in differences:
        first = found.setdefault(one.state.profile.pk, one)
        if first is not one:
            first.absorb(one)
    return list(found.values())
