"""Profiles with the same ORCID iD or the same ROR id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, Func, QuerySet, Value
from django.db.models.functions import Upper

from backend.directory.look_alikes.finding import Finding, Ids, found
from backend.directory.models import Expert, Institution, LookAlike


def by_marks(ids: Ids) -> Iterator[Finding]:
    """However the identifiers are written: with or without hyphens, x or X."""
    for model, mark, reason in (
        (Expert, "orcid", LookAlike.Reason.ORCID),
        (Institution, "ror", LookAlike.Reason.ROR),
    ):
        rows: QuerySet[Any] = model._default_manager.filter(
            withdrawn_at__isnull=True, merged_into__isnull=True
        ).exclude(**{mark: ""})
        rows = rows.annotate(plain=_plain(mark))
        if ids is not None:
            rows = rows.filter(plain__in=list(_values(rows, ids)))
        yield from _pairs(rows.values_list("plain", "pk"), reason, ids)


def _plain(mark: str) -> Func:
    letters = (Value("[^0-9A-Z]"), Value(""), Value("g"))
    return Func(Upper(F(mark)), *letters, function="regexp_replace", output_field=CharField())


def _values(rows: QuerySet, ids: frozenset[UUID]) -> Iterable[str]:
    return rows.filter(pk__in=ids).values_list("plain", flat=True).distinct()


def _pairs(rows: Iterable[tuple[str, UUID]], reason: str, ids: Ids) -> Iterator[Finding]:
    by_value: dict[str, list[UUID]] = defaultdict(list)
    for value, pk in rows:
        by_value[value].append(pk)
    for same in by_value.values():
        for one, other in combinations(same, 2):
            if ids is None or one in ids or other in ids:
                yield found(one, other, reason)
