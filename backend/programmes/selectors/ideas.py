"""Reads of ideas and of who joins them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q, QuerySet

from backend.directory.models import Institution
from backend.directory.selectors import acting_for, focal_points, is_secretariat
from backend.programmes.models import IdeaPartner, PartnerStatus, ProjectIdea

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from backend.accounts.models import User


def ideas_for(user: User | AnonymousUser) -> QuerySet[ProjectIdea]:
    """What a person may see, with all that a list shows of each: five queries."""
    joined = IdeaPartner.objects.filter(status=PartnerStatus.JOINED).order_by("pk")
    shown = joined.select_related("institution")
    return (
        ProjectIdea.objects.visible_to(user)
        .select_related("institution")
        .prefetch_related("countries", "sdgs", "sectors", Prefetch("partners", shown, "joined"))
    )


def partners_seen(user: User | AnonymousUser, idea: ProjectIdea) -> QuerySet[IdeaPartner]:
    """All for officers and for those whose idea it is; for others those who have joined, and what
    their own institutions were asked: whom else somebody asked is nobody's business."""
    rows = idea.partners.select_related("institution", "idea").order_by("pk")
    own = acting_for(user)
    if is_secretariat(user) or own.filter(pk=idea.institution_id).exists():
        return rows
    return rows.filter(Q(status=PartnerStatus.JOINED) | Q(institution__in=own))


def joined_institutions(idea: ProjectIdea) -> list[Institution]:
    """Whose idea it is, and those who have joined, in the order in which they came."""
    rows = idea.partners.filter(status=PartnerStatus.JOINED).order_by("pk")
    return [idea.institution, *(one.institution for one in rows.select_related("institution"))]


def speakers_of(idea: ProjectIdea) -> list[User]:
    """Who speaks for the institution whose idea it is, and for those that have joined."""
    found = (person for one in joined_institutions(idea) for person in focal_points(one))
    return list(dict.fromkeys(found))
