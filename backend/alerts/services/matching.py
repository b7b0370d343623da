"""Something new, held against all alerts: one query, and what it found beside its claim's end."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from backend.alerts.kinds import KINDS, Kind
from backend.alerts.models import Alert, AlertHit, AlertTarget, HowOften
from backend.alerts.texts import ALERTS
from backend.common import leases
from backend.common.queue import enqueue
from backend.matches.selectors import asking
from backend.notifications.models import Reader
from backend.notifications.selectors import next_digest

log = structlog.get_logger(__name__)
TOLD_AT_ONCE = 500  # rows written in one statement


def match_target(*, target_id: UUID) -> int:
    """Claims it, and writes what it answers. Says how many alerts found it; 0 where it is gone,
    done or another's."""
    claimed = leases.claim(AlertTarget, target_id)
    if claimed is None:
        return 0
    kind = KINDS[claimed.kind]
    row = kind.rows([claimed.target]).get(claimed.target)
    found = answered_by(kind, row) if row is not None else []
    return _finish(claimed, found)


def answered_by(kind: Kind, row: Any) -> list[tuple[UUID, float]]:
    """The alerts that it is for, with its score for each: one query over all of them."""
    return asking(row.pk, kind.texts, ALERTS, _among(kind, row))


def _among(kind: Kind, row: Any) -> QuerySet[Alert]:
    """Those that look among such rows. What names no country, or no sector, is for all."""
    alerts = Alert.objects.looking().filter(kinds__contains=[kind.name])
    for name, codes in (("countries", kind.countries(row)), ("sectors", kind.sectors(row))):
        if codes := list(codes):
            alerts = alerts.filter(Q(**{name: None}) | Q(**{f"{name}__in": codes}))
    return alerts


@transaction.atomic
def _finish(claimed: AlertTarget, found: list[tuple[UUID, float]]) -> int:
    """Hits and "done" together, if the claim still stands; else no trace."""
    if not leases.mine(claimed).select_for_update().exists():
        log.info("target_was_taken_over", target=str(claimed.pk), attempt=claimed.attempt)
        return 0
    owners = _write_hits(claimed, dict(found))
    leases.finish(claimed)
    for owner in owners:
        enqueue("alerts.tell", owner)
    return len(found)


def _write_hits(claimed: AlertTarget, scores: dict[UUID, float]) -> set[UUID]:
    """Whoever was told of it before is not told again. Returns the owners to be told at once."""
    alerts = list(Alert.objects.filter(pk__in=scores).select_related("owner").order_by("pk"))
    due = due_times(alerts)
    hits = [
        AlertHit(
            alert=alert,
            kind=claimed.kind,
            target=claimed.target,
            score=scores[alert.pk],
            due_at=due[alert.pk],
        )
        for alert in alerts
    ]
    AlertHit.objects.bulk_create(hits, ignore_conflicts=True, batch_size=TOLD_AT_ONCE)
    return {one.owner_id for one in alerts if one.how_often == HowOften.AT_ONCE}


def due_times(alerts: list[Alert]) -> dict[UUID, datetime.datetime]:
    """When each alert's owner is told next: now, or with the digest, by the owner's own clock."""
    now = timezone.now()
    addresses = {one.owner.email.lower() for one in alerts}
    readers = {one.address: one for one in Reader.objects.filter(address__in=addresses)}
    due = {}
    for alert in alerts:
        reader = readers.get(alert.owner.email.lower()) or Reader()
        at_once = alert.how_often == HowOften.AT_ONCE
        due[alert.pk] = now if at_once else next_digest(now, reader.zone, alert.how_often)
    return due
