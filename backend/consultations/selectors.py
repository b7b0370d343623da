"""Reads of the consultations app."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from backend.accounts.models import User
from backend.consultations.models import (
    Clock,
    ConsultationRequest,
    Deputy,
    Engagement,
    Invitation,
    Nomination,
    Question,
    RequestFile,
    ShortlistEntry,
    Status,
)
from backend.directory.models import Expert, Membership, Profile
from backend.directory.selectors import (
    SPEAKING_ROLES,
    acting_for,
    current_affiliations,
    is_secretariat,
    own_experts,
)
from backend.matches.models import Match, MatchRun
from backend.matches.selectors import latest_run, with_profiles

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


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


def queue_of(user: User | AnonymousUser) -> Q:
    """What an officer looks after: the own requests, and those of whom they stand in for today."""
    today = Deputy.objects.on(timezone.localdate())
    absent = today.filter(deputy=user.pk).values("officer")
    return Q(officer=user.pk) | Q(officer__in=absent)


def officers() -> QuerySet[User]:
    """Those of the secretariat today, with the number of open requests of each: one query."""
    members = Membership.objects.valid_on(timezone.localdate())
    members = members.filter(institution__is_secretariat=True)
    cases = ConsultationRequest.objects.open().filter(officer=OuterRef("pk")).order_by()
    number = cases.values("officer").annotate(number=Count("pk")).values("number")
    return (
        User.objects.filter(is_active=True, pk__in=members.values("user"))
        .annotate(open_requests=Coalesce(Subquery(number), 0))
        .order_by("pk")
    )


def has_been_officer() -> Q:
    """Those who are or were of the secretariat, or look after a request: theirs are handed over."""
    members = Membership.objects.filter(institution__is_secretariat=True)
    cases = ConsultationRequest.objects.filter(officer__isnull=False)
    return Q(pk__in=members.values("user")) | Q(pk__in=cases.values("officer"))


def responsible_for(request: ConsultationRequest) -> list[User]:
    """Whom letters about a request go to: its officer and who stands in for that one today.

    Where nobody looks after it, the owners of the secretariat.
    """
    active = User.objects.filter(is_active=True)
    if request.officer_id is None:
        today = Membership.objects.valid_on(timezone.localdate())
        owners = today.filter(institution__is_secretariat=True, role=Membership.Role.OWNER)
        return list(active.filter(pk__in=owners.values("user")).order_by("pk"))
    return people_of(request.officer_id)


def people_of(officer_id: UUID) -> list[User]:
    """An officer, and who stands in for that one today."""
    deputies = Deputy.objects.on(timezone.localdate()).filter(officer=officer_id)
    people = User.objects.filter(Q(pk=officer_id) | Q(pk__in=deputies.values("deputy")))
    return list(people.filter(is_active=True).order_by("pk"))


def deputies() -> QuerySet[Deputy]:
    """All that are not over, with the names of both: one query."""
    open_ones = Deputy.objects.filter(ends_on__gte=timezone.localdate())
    return open_ones.select_related("officer", "deputy").order_by("-created_at", "-pk")


def knowable_requests(user: User | AnonymousUser) -> QuerySet[ConsultationRequest]:
    """Those one may see, and those published. A draft is nobody's past."""
    mine = ConsultationRequest.objects.visible_to(user).order_by().values("pk")
    rows = ConsultationRequest.objects.exclude(status=Status.DRAFT)
    return rows.filter(Q(pk__in=mine) | Q(published_at__isnull=False))


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
    """All entries for the secretariat; for others those released."""
    if not is_secretariat(user):
        return released(request)
    return with_profiles(request.shortlist.select_related("match")).order_by("place", "pk")


def released(request: ConsultationRequest) -> QuerySet[ShortlistEntry]:
    """What the partner sees: those released whom everybody may still see."""
    entries = with_profiles(proposed(request).select_related("match"))
    listed = Profile.objects.listed().values("pk")
    return entries.filter(released_at__isnull=False, profile__in=listed)


def invitations_for(user: User | AnonymousUser) -> QuerySet[Invitation]:
    """All for the secretariat; for an expert, and a delegate, the own ones: one query."""
    rows = Invitation.objects.select_related(
        "request__need__institution", "expert__user", "entry__match"
    ).order_by("-created_at", "-pk")
    return rows if is_secretariat(user) else rows.filter(expert__in=own_experts(user))


def nominations_for(user: User | AnonymousUser) -> QuerySet[Nomination]:
    """All for the secretariat; for others those of institutions they speak for. Two queries."""
    rows = Nomination.objects.select_related("request__need__institution", "institution")
    rows = rows.prefetch_related("nominees__expert").order_by("-created_at", "-pk")
    if is_secretariat(user):
        return rows
    return rows.filter(institution__in=acting_for(user, *SPEAKING_ROLES))


def who_works_there(nomination: Nomination) -> QuerySet[Expert]:
    """The listed experts of the institution that is asked."""
    there = current_affiliations().filter(institution=nomination.institution_id)
    return Expert.objects.listed().filter(pk__in=there.values("expert")).order_by("pk")


def engagements_for(user: User | AnonymousUser) -> QuerySet[Engagement]:
    """All for the secretariat; else those of requests one may see, and one's own as an expert."""
    rows = Engagement.objects.select_related(
        "request__need__institution", "expert__user", "invitation__entry__match"
    )
    rows = rows.order_by("-created_at", "-pk")
    if is_secretariat(user):
        return rows
    requests = ConsultationRequest.objects.visible_to(user).values("pk")
    return rows.filter(Q(request__in=requests) | Q(expert__in=own_experts(user)))


def with_all(rows: QuerySet[Engagement]) -> QuerySet[Engagement]:
    """With what was delivered and said, which may be long: five queries more."""
    return rows.prefetch_related("deliverables__attachments__file", "feedback", "steps")


def questions_about(request: ConsultationRequest) -> QuerySet[Question]:
    """All of them, with who asked, which is for officers alone: one query."""
    rows = Question.objects.filter(request=request)
    return rows.select_related("request", "invitation__expert").order_by("pk")


def questions_for(invitation: Invitation) -> QuerySet[Question]:
    """What one who is invited may read: one query."""
    return Question.objects.shown_to(invitation).order_by("pk")


def annexes(invitation: Invitation) -> QuerySet[RequestFile]:
    """What one who is invited may have, with the files."""
    rows = RequestFile.objects.filter(request=invitation.request_id).for_experts()
    return rows.select_related("file").order_by("pk")
