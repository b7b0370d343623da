"""Experts with the same name at the same institution, and institutions with the same name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from backend.directory.look_alikes.finding import Finding, Ids, found, present
from backend.directory.models import Affiliation, LookAlike, Profile
from backend.directory.sounds import Keys, sound_alike, sound_keys

CHUNK = 500  # institutions whose people are compared at a time


@dataclass(frozen=True)
class Named:
    """A profile as far as its name goes."""

    id: UUID
    keys: frozenset[str]
    sounds: Keys
    country: str

    def is_named_like(self, other: Named) -> bool:
        return bool(self.keys & other.keys) or sound_alike(self.sounds, other.sounds)


def by_names(ids: Ids) -> Iterator[Finding]:
    yield from _colleagues(ids)
    yield from _institutions(ids)


def _colleagues(ids: Ids) -> Iterator[Finding]:
    """People are compared with those of their own institutions only."""
    places = Affiliation.objects.order_by("institution").distinct()
    if ids is not None:
        places = places.filter(expert__in=ids)
    institutions = list(places.values_list("institution", flat=True))
    for start in range(0, len(institutions), CHUNK):
        for colleagues in _staff(institutions[start : start + CHUNK]):
            for one, other in _near(colleagues, ids):
                yield found(one.id, other.id, LookAlike.Reason.NAME)


def _staff(institutions: list[UUID]) -> Iterable[list[Named]]:
    pairs = Affiliation.objects.filter(institution__in=institutions, expert__in=present())
    at: dict[UUID, set[UUID]] = defaultdict(set)
    for institution, expert in pairs.values_list("institution", "expert"):
        at[institution].add(expert)
    people = _read(set().union(*at.values()))
    return [[people[pk] for pk in sorted(experts)] for experts in at.values()]


def _read(ids: set[UUID]) -> dict[UUID, Named]:
    rows = Profile.objects.filter(pk__in=ids).values_list("pk", "names", "name_keys", "country")
    return {
        pk: Named(pk, frozenset(keys), sound_keys(names.values()), country or "")
        for pk, names, keys, country in rows
    }


def _near(people: list[Named], ids: Ids) -> Iterator[tuple[Named, Named]]:
    """Pairs with a key in common, found by the keys, so that many people cost little."""
    holders: dict[str, list[Named]] = defaultdict(list)
    for one in people:
        for key in one.keys | one.sounds[0] | one.sounds[1]:
            holders[key].append(one)
    pairs = {
        (one.id, other.id): (one, other)
        for same in holders.values()
        for one, other in combinations(same, 2)
    }
    for one, other in pairs.values():
        if (ids is None or one.id in ids or other.id in ids) and one.is_named_like(other):
            yield one, other


def _institutions(ids: Ids) -> Iterator[Finding]:
    """A ministry of another country is another one."""
    rows = present().filter(kind=Profile.Kind.INSTITUTION)
    if ids is not None:
        keys = {key for own in rows.filter(pk__in=ids).values_list("name_keys", flat=True)
                for key in own}  # fmt: skip
        rows = rows.filter(name_keys__overlap=sorted(keys))
    by_key: dict[str, list[tuple[UUID, str]]] = defaultdict(list)
    for pk, keys, country in rows.values_list("pk", "name_keys", "country"):
        for key in keys:
            by_key[key].append((pk, country or ""))
    for same in by_key.values():
        for (one, here), (other, there) in combinations(same, 2):
            elsewhere = here and there and here != there
            if not elsewhere and (ids is None or one in ids or other in ids):
                yield found(one, other, LookAlike.Reason.NAME)
