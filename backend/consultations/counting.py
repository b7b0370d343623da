"""How many requests there are in a queue: by status, for whom they wait, by age, officer, clock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from backend.consultations.models import OVER, Clock, ConsultationRequest, Kind, Status
from backend.consultations.waiting import WAITS_FOR, WaitsFor

AGES = (7, 30, 90)  # days since a request was begun: up to each, and beyond the last


def counts(rows: QuerySet[ConsultationRequest]) -> dict[str, Any]:
    """Of all these requests: four queries. Ages and officers are of those not over."""
    rows = ConsultationRequest.objects.filter(pk__in=rows.order_by().values("pk"))
    by_status = _numbers(rows, "status")
    waiting = dict.fromkeys(WaitsFor.values, 0)
    for status, number in by_status.items():
        waiting[WAITS_FOR[Status(status)]] += number
    return {
        "total": sum(by_status.values()),
        "open": sum(number for status, number in by_status.items() if status not in OVER),
        "statuses": dict.fromkeys(Status.values, 0) | by_status,
        "waits_for": waiting,
        "ages": _ages(rows.open()),
        "officers": [
            {"officer": officer, "requests": number}
            for officer, number in _numbers(rows.open(), "officer").items()
        ],
        "clocks": _clocks(rows),
    }


def _numbers(rows: QuerySet, field: str) -> dict[Any, int]:
    counted = rows.order_by().values(field).annotate(number=Count("pk")).order_by(field)
    return {row[field]: row["number"] for row in counted}


def _ages(rows: QuerySet) -> list[dict[str, int | None]]:
    """``up_to_days`` None: older than all the others."""
    now = timezone.now()
    older = {
        f"older_{days}": Count("pk", Q(created_at__lt=now - timedelta(days=days))) for days in AGES
    }
    found = rows.aggregate(all=Count("pk"), **older)
    edges = [found["all"], *(found[f"older_{days}"] for days in AGES), 0]
    ends = [*AGES, None]
    return [
        {"up_to_days": end, "requests": edges[at] - edges[at + 1]} for at, end in enumerate(ends)
    ]


def _clocks(rows: QuerySet) -> list[dict[str, Any]]:
    """Of each kind: within its time, past it, and paused."""
    late = Q(due_at__lt=Now())
    counted = (
        Clock.objects.filter(request__in=rows.values("pk"), stopped_at=None)
        .order_by()
        .values("kind")
        .annotate(
            running=Count("pk", Q(due_at__isnull=False) & ~late),
            overdue=Count("pk", late),
            paused=Count("pk", Q(due_at=None)),
        )
    )
    found = {row["kind"]: dict(row) for row in counted}
    none = {"running": 0, "overdue": 0, "paused": 0}
    return [{"kind": kind, **none, **found.get(kind, {})} for kind in Kind.values]
