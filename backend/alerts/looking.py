"""What an alert would find today, of all that is shown; and what it has found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from backend.accounts.models import User
from backend.alerts.kinds import KINDS, Kind, Told
from backend.alerts.models import AlertHit
from backend.matches.services import Alike, similar_texts

LOOKED_AT = 50  # of each kind, before the filters


@dataclass(frozen=True)
class Found:
    """A row that fits, as the reader is told of it."""

    kind: str
    target: UUID
    score: float
    told: Told
    told_at: Any = None

    @property
    def kind_label(self) -> str:
        return str(KINDS[self.kind].name.label)


@dataclass(frozen=True)
class Looking:
    """What is looked for, and among what; no countries or sectors: all."""

    text: str
    language: str
    kinds: Collection[str]
    countries: Collection[str] = ()
    sectors: Collection[str] = ()

    def lets_in(self, kind: Kind, row: Any) -> bool:
        """What names no country, or no sector, is for all."""
        asked = ((self.countries, kind.countries(row)), (self.sectors, kind.sectors(row)))
        return all(not (own and has) or set(own) & set(has) for own, has in asked)


def found_today(looking: Looking, user: User, k: int) -> list[Found]:
    """The most fitting first, of all kinds together. Raises ``EncoderUnavailable``."""
    found: list[Found] = []
    for name in KINDS:
        if name in looking.kinds:
            found += _of_kind(KINDS[name], looking, user)
    return sorted(found, key=lambda one: (-one.score, one.kind, str(one.target)))[:k]


def _of_kind(kind: Kind, looking: Looking, user: User) -> Iterable[Found]:
    seen = kind.visible_to(user).order_by().values("pk")
    shown = kind.shown().filter(pk__in=seen).order_by().values("pk")
    alike: list[Alike] = similar_texts(
        text=looking.text,
        language=looking.language or None,
        rows=kind.texts.model._default_manager.filter(pk__in=shown),
        k=LOOKED_AT,
        texts=kind.texts,
    )
    rows = kind.rows([one.row_id for one in alike])
    for one in alike:
        row = rows.get(one.row_id)
        if row is not None and looking.lets_in(kind, row):
            yield Found(kind.name.value, one.row_id, one.score, kind.told(row))


def visible_hits(hits: QuerySet[AlertHit], user: User) -> QuerySet[AlertHit]:
    """Without those of rows that are shown no more, or not to this person."""
    kept = hits.none()
    for kind in KINDS.values():
        seen = kind.visible_to(user).order_by().values("pk")
        shown = kind.shown().filter(pk__in=seen).order_by().values("pk")
        kept |= hits.filter(kind=kind.name, target__in=shown)
    return kept


def as_found(hits: Iterable[AlertHit]) -> list[Found]:
    """With what they are about: two or three queries for each kind, whatever their number."""
    hits = list(hits)
    ids: dict[str, list[UUID]] = defaultdict(list)
    for one in hits:
        ids[one.kind].append(one.target)
    rows = {name: KINDS[name].rows(wanted) for name, wanted in ids.items()}
    return [
        Found(one.kind, one.target, one.score, KINDS[one.kind].told(row), one.told_at)
        for one in hits
        if (row := rows[one.kind].get(one.target)) is not None
    ]
