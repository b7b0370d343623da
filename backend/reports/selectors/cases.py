"""The single cases that figures are made of: one query for each kind, whatever their number."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Min, Q

from backend.consultations.models import (
    ConsultationRequest,
    Engagement,
    Feedback,
    Invitation,
    InvitationStatus,
)
from backend.reports.periods import Period

FIRST_ANSWERS = ("return", "accept-for-brokering", "reject")
# What is counted of requests, and the steps of which any makes it so.
REACHED = {
    "requests_agreed": ("agree", "proceed"),
    "requests_delivered": ("deliver",),
    "requests_closed": ("close",),
    "requests_no_match": ("no-match",),
}


@dataclass(frozen=True)
class Case:
    """``about``: the request or proposal. ``values``: what it adds to which figure. ``gender`` and
    ``funder``: None where it has none by its kind, empty where it is not known."""

    about: UUID
    values: Mapping[str, Any]
    gender: str | None = None
    funder: str | None = None
    currency: str = ""


def cases(period: Period) -> Iterator[Case]:
    yield from _requests(period)
    yield from _invitations(period)
    yield from _engagements(period)
    yield from _ratings(period)


def _requests(period: Period) -> Iterator[Case]:
    def first(*steps: str) -> Min:
        known = Q(steps__step__in=steps, steps__created_at__lt=period.ends)
        return Min("steps__created_at", filter=known)

    rows = (
        ConsultationRequest.objects.annotate(
            sent=first("submit"),
            answered=first(*FIRST_ANSWERS),
            released=first("release"),
            **{name: first(*steps) for name, steps in REACHED.items()},
        )
        .filter(sent__gte=period.begins)
        .order_by("pk")
        .values("pk", "sent", "answered", "released", *REACHED)
    )
    for row in rows.iterator():
        reached = {name: 1.0 for name in REACHED if row[name]}
        times = {
            "days_to_first_answer": row["answered"],
            "days_to_shortlist": row["released"],
            "days_to_agreement": row["requests_agreed"],
        }
        took = {name: _days(row["sent"], then) for name, then in times.items() if then}
        yield Case(row["pk"], {"requests": 1.0, **reached, **took})


def _invitations(period: Period) -> Iterator[Case]:
    answered = Q(
        status__in=[InvitationStatus.ACCEPTED, InvitationStatus.DECLINED],
        answered_at__lt=period.ends,
    )
    expired = Q(status=InvitationStatus.EXPIRED, answer_by__lt=period.ends)
    rows = Invitation.objects.filter(
        answered | expired, created_at__gte=period.begins, created_at__lt=period.ends
    )
    for request, status, gender in rows.order_by("pk").values_list(
        "request", "status", "expert__gender"
    ):
        accepted = float(status == InvitationStatus.ACCEPTED)
        yield Case(request, {"acceptance_rate": accepted}, gender=gender)


def _engagements(period: Period) -> Iterator[Case]:
    rows = Engagement.objects.annotate(
        agreed=Min("steps__created_at", filter=Q(steps__step="agree-terms"))
    ).filter(agreed__gte=period.begins, agreed__lt=period.ends)
    for request, gender, payer, fee, currency in rows.order_by("pk").values_list(
        "request", "expert__gender", "payer", "fee", "currency"
    ):
        yield Case(request, {"engagements": 1.0}, gender=gender, funder=payer)
        if fee is not None:
            yield Case(request, {"fees": fee}, gender=gender, funder=payer, currency=currency)


def _ratings(period: Period) -> Iterator[Case]:
    rows = Feedback.objects.filter(
        side=Feedback.Side.PARTNER, created_at__gte=period.begins, created_at__lt=period.ends
    )
    for request, gender, payer, rating in rows.order_by("pk").values_list(
        "engagement__request", "engagement__expert__gender", "engagement__payer", "rating"
    ):
        yield Case(request, {"rating": rating}, gender=gender, funder=payer)


def _days(begin: datetime.datetime, end: datetime.datetime) -> float:
    return (end - begin).total_seconds() / 86_400
