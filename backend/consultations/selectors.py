"""Reads of the consultations app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from backend.consultations.models import (
    Clock,
    ConsultationRequest,
    Engagement,
    Invitation,
    ShortlistEntry,
)
from backend.directory.models import Profile
from backend.directory.selectors import is_secretariat
from backend.matches.models import Match, MatchRun
from backend.matches.selectors import latest_run, with_profiles

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from backend.accounts.models import User


def requests_for(user: User | AnonymousUser) -> QuerySet[ConsultationRequest]:
    """What a person may see, with all that is shown of each: two queries."""
    open_clocks = Clock.objects.filter(stopped_at__isnull=True).order_by("pk")
    runs = MatchRun.objects.filter(need=OuterRef("need")).order_by("-created_at", "-pk")
    return (
        ConsultationRequest.objects.visible_to(user)
        .select_related("need__institution")
        .prefetch_related(Prefetch("clocks", open_clocks, to_attr="open_clocks"))
        .annotate(match_run=Subquery(runs.values("pk")[:1]))
    )


def latest_match(request: ConsultationRequest, profile: Profile) -> Match | None:
    """Where the newest ranking that is done has a candidate."""
    run = latest_run(request.need)
    return Match.objects.filter(run=run, profile=profile).first() if run else None


def proposed(request: ConsultationRequest) -> QuerySet[ShortlistEntry]:
    """Those on the shortlist who are not left out, in their order."""
    return request.shortlist.filter(left_out=False).order_by("place", "pk")


def shortlist_for(
    user: User | AnonymousUser, request: ConsultationRequest
) -> QuerySet[ShortlistEntry]:
    """All entries for the secretariat; for others those released, whom everybody may still see."""
    entries = with_profiles(request.shortlist.select_related("match")).order_by("place", "pk")
    if is_secretariat(user):
        return entries
    listed = Profile.objects.listed().values("pk")
    return entries.filter(left_out=False, released_at__isnull=False, profile__in=listed)


def invitations_for(user: User | AnonymousUser) -> QuerySet[Invitation]:
    """All for the secretariat; for an expert the own ones. With all that is shown: one query."""
    rows = Invitation.objects.select_related(
        "request__need__institution", "expert__user", "entry__match"
    ).order_by("-created_at", "-pk")
    return rows if is_secretariat(user) else rows.filter(expert__user=user.pk)


def engagements_for(user: User | AnonymousUser) -> QuerySet[Engagement]:
    """All for the secretariat; else those of requests one may see, and one's own as an expert."""
    rows = Engagement.objects.select_related(
        "request__need__institution", "expert__user", "invitation__entry__match"
    )
    rows = rows.order_by("-created_at", "-pk")
    if is_secretariat(user):
        return rows
    requests = ConsultationRequest.objects.visible_to(user).values("pk")
    return rows.filter(Q(request__in=requests) | Q(expert__user=user.pk))


def with_all(rows: QuerySet[Engagement]) -> QuerySet[Engagement]:
    """With what was delivered and said, which may be long: three queries more."""
    return rows.prefetch_related("deliverables", "feedback", "steps")
