"""Reads of batches: what there is, whom requests still lack, and who is out for which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, F, Prefetch, Q, QuerySet

from backend.consultations.models import (
    BatchRequest,
    BatchRow,
    BatchRun,
    BatchSolution,
    ConsultationRequest,
    Invitation,
    InvitationStatus,
    ShortlistEntry,
    Status,
)
from backend.directory.selectors import is_secretariat
from backend.matches.selectors import with_profiles

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from backend.accounts.models import User

OPEN = frozenset({Status.BROKERING, Status.MATCHING, Status.SHORTLISTED})
Pair = tuple[UUID, UUID]  # request, candidate


def batches_for(user: User | AnonymousUser) -> QuerySet[BatchRun]:
    """All for the secretariat, none for others; with how many requests are scored: one query."""
    rows = BatchRun.objects.all() if is_secretariat(user) else BatchRun.objects.none()
    return rows.select_related("asked_by").annotate(
        number_of_requests=Count("requests"),
        scored=Count("requests", Q(requests__scored_at__isnull=False)),
    )


def with_board(rows: QuerySet[BatchRun]) -> QuerySet[BatchRun]:
    """With requests and rows: four queries more, whatever their number."""
    requests = BatchRequest.objects.defer("candidates").select_related("request__need__institution")
    return rows.prefetch_related(
        Prefetch("requests", requests.order_by("-weight", "pk")),
        Prefetch("rows", rows_with_profiles()),
    )


def rows_with_profiles() -> QuerySet[BatchRow]:
    rows = with_profiles(BatchRow.objects.select_related("changed_by"))
    return rows.order_by("request_id", F("score").desc(nulls_first=True), "pk")


def latest_solution(batch: BatchRun) -> BatchSolution | None:
    return batch.solutions.order_by("-number").first()


def open_requests() -> QuerySet[ConsultationRequest]:
    """Those whose shortlist is being made, or can be made again, and whose need still holds."""
    rows = ConsultationRequest.objects.filter(status__in=OPEN, need__withdrawn_at=None)
    return rows.select_related("need__institution").order_by("pk")


def is_open(request: ConsultationRequest) -> bool:
    return request.status in OPEN and request.need.withdrawn_at is None


def missing(requests: Collection[ConsultationRequest]) -> dict[UUID, int]:
    """How many people each still lacks: those wanted less those who agreed or are asked."""
    rows = Invitation.objects.filter(request__in=[one.pk for one in requests]).order_by()
    found: dict[UUID, int] = defaultdict(int)
    for some in (rows.standing(), rows.filter(status=InvitationStatus.SENT)):
        for row in some.values("request").annotate(n=Count("pk")):
            found[row["request"]] += row["n"]
    return {one.pk: max(0, one.experts_wanted - found[one.pk]) for one in requests}


def asked_already(requests: Iterable[UUID]) -> set[Pair]:
    """Who is or was invited, whatever came of it, but for invitations that were taken back."""
    rows = Invitation.objects.filter(request__in=list(requests))
    rows = rows.exclude(status=InvitationStatus.WITHDRAWN)
    return set(rows.order_by().values_list("request", "expert"))


def on_lists(requests: Iterable[UUID], *, left_out: bool) -> set[Pair]:
    """Who is on the shortlists of these, or was left out of them."""
    rows = ShortlistEntry.objects.filter(request__in=list(requests), left_out=left_out)
    return set(rows.order_by().values_list("request", "profile"))
