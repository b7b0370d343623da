"""Reads of the access app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from backend.access.models import AccessRequest, MemberInvitation
from backend.accounts.models import User
from backend.directory.models import Institution, Membership
from backend.directory.name_keys import name_keys
from backend.directory.selectors import is_secretariat
from backend.directory.sounds import sounds_across

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

MOST_ALIKE = 20


def access_requests() -> QuerySet[AccessRequest]:
    """With the country, and whether the address has an account: one query."""
    accounts = User.objects.annotate(folded=Lower("email")).filter(folded=Lower(OuterRef("email")))
    rows = AccessRequest.objects.select_related("country", "institution", "letter")
    return rows.annotate(has_account=Exists(accounts)).order_by("-created_at", "-pk")


def institutions_like(request: AccessRequest) -> QuerySet[Institution]:
    """Those of the directory with such a name, in another script too; not of another country."""
    names = list(request.names.values())
    alike = Q(name_keys__overlap=name_keys(names, person=False))
    alike |= Q(sounds__overlap=sounds_across(names))
    here = Q(country=request.country_id) | Q(country=None)
    owners = owners_today().filter(institution=OuterRef("pk"))
    found = Institution.objects.filter(alike, here, withdrawn_at=None, merged_into=None)
    return found.annotate(has_owner=Exists(owners)).order_by("pk")[:MOST_ALIKE]


def owners_today() -> QuerySet[Membership]:
    """Of people who can log in."""
    today = Membership.objects.valid_on(timezone.localdate())
    return today.filter(role=Membership.Role.OWNER, user__is_active=True)


def members_of(institution: Institution) -> QuerySet[Membership]:
    """Everybody who acts or acted for it, with their names: one query."""
    return institution.memberships.select_related("user").order_by("-created_at", "-pk")


def invitations_of(institution: Institution) -> QuerySet[MemberInvitation]:
    return (
        MemberInvitation.objects.filter(institution=institution)
        .select_related("invited_by")
        .order_by("-created_at", "-pk")
    )


def sees_addresses(user: User | AnonymousUser, institution: Institution) -> bool:
    """Officers and owners read the addresses of members; their colleagues read names."""
    return is_secretariat(user) or user.has_perm("access.manage_members", institution)
