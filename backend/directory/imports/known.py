"""Profiles that rows of other kinds name: found by ORCID iD, by id, or by name; never made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from backend.directory.imports.values.base import BadValue
from backend.directory.imports.values.identifiers import orcid
from backend.directory.models import Expert, Profile
from backend.directory.name_keys import name_keys


@dataclass
class KnownProfiles:
    """Profiles by each way of naming them; a name that several have is nobody's."""

    known: dict[str, set[UUID]] = field(default_factory=dict)

    @classmethod
    def find(cls, names: Iterable[str], source: str) -> KnownProfiles:
        """Three queries for a whole batch."""
        wanted, known = set(names), cls()
        if not wanted:
            return known
        orcids = {iD for name in wanted if (iD := _orcid(name))}
        for iD, pk, merged in Expert.objects.filter(orcid__in=orcids).values_list(
            "orcid", "pk", "merged_into"
        ):
            known._add(f"orcid {iD}", merged or pk)
        own = Profile.objects.filter(source=source, external_id__in=wanted)
        for external_id, pk, merged in own.values_list("external_id", "pk", "merged_into"):
            known._add(f"id {external_id}", merged or pk)
        keys = sorted({key for name in wanted for key in _keys(name)})
        named = Profile.objects.filter(name_keys__overlap=keys)
        for own_keys, pk, merged in named.values_list("name_keys", "pk", "merged_into"):
            for key in own_keys:
                known._add(f"name {key}", merged or pk)
        return known

    def _add(self, way: str, pk: UUID) -> None:
        self.known.setdefault(way, set()).add(pk)

    def profile(self, name: str) -> UUID | None:
        """The one profile that is meant, the surest way first."""
        named = {pk for key in _keys(name) for pk in self.known.get(f"name {key}", ())}
        for found in (
            self.known.get(f"orcid {_orcid(name)}", set()),
            self.known.get(f"id {name}", set()),
            named,
        ):
            if len(found) == 1:
                return next(iter(found))
        return None


def _orcid(name: str) -> str:
    try:
        return orcid(name)
    except BadValue:
        return ""


def _keys(name: str) -> set[str]:
    """As a person's name, and as an institution's."""
    return {*name_keys([name], person=True), *name_keys([name], person=False)}
