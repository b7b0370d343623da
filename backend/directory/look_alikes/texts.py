"""Profiles with the same passage, letter by letter, whatever its capitals, accents and marks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, groupby
from uuid import UUID

from django.db.models import QuerySet

from backend.directory.look_alikes.finding import Finding, Ids, found, present
from backend.directory.models import LookAlike, Passage

MOST_HOLDERS = 4  # what more profiles say is a set phrase, such as the name of a society


def telling() -> QuerySet[Passage]:
    """Passages that two profiles hardly have in common: co-authors share their publications."""
    return Passage.objects.filter(profile__in=present()).exclude(kind=Passage.Kind.PUBLICATION)


def by_texts(ids: Ids) -> Iterator[Finding]:
    rows = telling().exclude(plain_hash="")
    if ids is not None:
        own = Passage.objects.filter(profile__in=ids).exclude(plain_hash="")
        rows = rows.filter(plain_hash__in=own.values("plain_hash"))
    columns = ("plain_hash", "profile__kind", "profile", "pk")
    ordered = rows.order_by("plain_hash", "profile__kind", "profile", "pk").values_list(*columns)
    for _same, group in groupby(ordered.iterator(), key=lambda row: row[:2]):
        yield from _pairs([row[2:] for row in group], ids)


def _pairs(holders: list[tuple[UUID, UUID]], ids: Ids) -> Iterator[Finding]:
    first_of: dict[UUID, UUID] = defaultdict()
    for profile, passage in holders:
        first_of.setdefault(profile, passage)
    if len(first_of) > MOST_HOLDERS:
        return
    for (one, mine), (other, theirs) in combinations(first_of.items(), 2):
        if ids is None or one in ids or other in ids:
            yield found(one, other, LookAlike.Reason.PASSAGES, (mine, theirs, 1.0))
