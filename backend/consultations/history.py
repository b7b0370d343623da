"""The history of a request and of an engagement, and what of it those who are no officers read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from backend.common.models import Row
from backend.consultations.models import (
    ConsultationRequest,
    Deliverable,
    Engagement,
    Invitation,
    Meeting,
    Nomination,
    ShortlistEntry,
    Slot,
)
from backend.consultations.models.request import PUBLIC_LABELS
from backend.directory.models import Membership
from backend.history.models import Change
from backend.history.reading import Reading

# What both sides read of the work: no name, no note, nothing of how anybody was found.
OF_WORK: Mapping[str, Collection[str]] = {
    "consultations.engagement": (
        *("status", "fee", "daily_allowance", "currency", "payer", "travel", "insurance"),
        *("visa_letter", "starts_on", "ends_on"),
    ),
    "consultations.engagementstep": ("step", "source", "target", "reason", "channel", "told_on"),
    "consultations.deliverable": ("title", "number", "text", "link", "hours", "is_final_report"),
    "consultations.feedback": ("side", "rating", "text"),
    "consultations.meeting": ("topic", "place"),
    "consultations.slot": ("starts_at", "ends_at", "status"),
}
OF_PARTNER: Mapping[str, Collection[str]] = {
    **OF_WORK,
    "consultations.consultationrequest": {
        field.name for field in ConsultationRequest._meta.concrete_fields
    }
    - {"officer", "version"},
    "consultations.steptaken": ("step", "source", "target", "reason", "channel", "told_on"),
    "needs.need": (
        *("title", "text", "language", "facets", "help", "by", "country", "withdrawn_at"),
    ),
}
WORDS = {("consultations.consultationrequest", "status"): PUBLIC_LABELS} | {
    ("consultations.steptaken", name): PUBLIC_LABELS for name in ("source", "target")
}
CONFLICTS = ("conflicts.declaredrelation", "conflicts.waiver")


def of_request(request: ConsultationRequest, *, officer: bool) -> Reading:
    """With the need, and for officers what was declared and waived of its candidates."""
    needs = Q(model="needs.need", row=str(request.need_id))
    rows = Change.objects.filter(needs | Q(about__overlap=_parts(request)))
    if not officer:
        side = {str(request.need.institution_id)}
        return Reading(rows, OF_PARTNER, _members(request), side, WORDS)
    profiles = request.shortlist.order_by().values_list("profile", flat=True)
    ties = Change.objects.of(*CONFLICTS).about(profiles).about([request.need.institution_id])
    return Reading(rows | ties)


def of_engagement(engagement: Engagement, *, officer: bool) -> Reading:
    rows = Change.objects.about(_parts_of_engagement(engagement))
    if officer:
        return Reading(rows)
    expert = engagement.expert.user_id
    people = {*_members(engagement.request), *([str(expert)] if expert else [])}
    sides = {str(engagement.expert_id), str(engagement.request.need.institution_id)}
    return Reading(rows, OF_WORK, people, sides)


def _parts(request: ConsultationRequest) -> list[UUID]:
    """The ids of a request and of all rows of it that others refer to: one query."""
    found = [
        kind.objects.filter(request=request).order_by().values_list("pk")
        for kind in (Invitation, Nomination, ShortlistEntry)
    ]
    return [request.pk, *_ids(*found, *_of_work("engagement__request", request))]


def _parts_of_engagement(engagement: Engagement) -> list[UUID]:
    return [engagement.pk, *_ids(*_of_work("engagement", engagement))]


def _of_work(way: str, row: Row) -> list[QuerySet]:
    """Engagements, where it is not that of one, and what hangs on them."""
    kinds: dict[Any, str] = {Deliverable: way, Meeting: way, Slot: f"meeting__{way}"}
    if isinstance(row, ConsultationRequest):
        kinds[Engagement] = "request"
    return [
        kind._default_manager.filter(**{path: row}).order_by().values_list("pk")
        for kind, path in kinds.items()
    ]


def _ids(first: QuerySet, *others: QuerySet) -> Iterator[UUID]:
    return (pk for (pk,) in first.union(*others, all=True))


def _members(request: ConsultationRequest) -> set[str]:
    """Whoever acted for the institution, today or then."""
    rows = Membership.objects.filter(institution=request.need.institution_id)
    return {str(user) for user in rows.order_by().values_list("user", flat=True)}
