"""Reads of the directory: who acts for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from backend.directory.models import Affiliation, Institution, Membership
from backend.directory.rights import is_secretariat, memberships_of, own_profile_ids

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from backend.accounts.models import User

__all__ = [
    "WRITING_ROLES",
    "acting_for",
    "current_affiliations",
    "is_secretariat",
    "own_profile_ids",
]

WRITING_ROLES = (Membership.Role.OWNER, Membership.Role.EDITOR)


def acting_for(user: User | AnonymousUser, *roles: str) -> QuerySet[Institution]:
    """The institutions a person acts for today, in any of the roles (any role by default)."""
    if not user.is_authenticated:
        return Institution.objects.none()
    memberships = memberships_of(user)
    if roles:
        memberships = memberships.filter(role__in=roles)
    return Institution.objects.filter(pk__in=memberships.values("institution"))


def current_affiliations() -> QuerySet[Affiliation]:
    """Where people work today. A last year that is not over yet counts."""
    this_year = timezone.now().year
    return Affiliation.objects.filter(Q(end_year=None) | Q(end_year__gte=this_year))
