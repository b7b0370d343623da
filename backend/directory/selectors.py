"""Reads of the directory: who acts for whom, and who looks like whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Count, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from backend.common.names import primary
from backend.directory.models import (
    Affiliation,
    Delegate,
    Expert,
    Institution,
    LookAlike,
    Membership,
    Passage,
    Profile,
    Proposal,
)
from backend.directory.rights import is_secretariat, memberships_of, own_profile_ids

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from backend.accounts.models import User

__all__ = [
    "SPEAKING_ROLES",
    "WRITING_ROLES",
    "acting_for",
    "current_affiliations",
    "focal_points",
    "is_secretariat",
    "language_at",
    "language_of",
    "look_alikes",
    "own_experts",
    "own_profile_ids",
    "proposals_for",
    "secretariat",
    "workplace",
]

WRITING_ROLES = (Membership.Role.OWNER, Membership.Role.EDITOR)
SPEAKING_ROLES = (Membership.Role.OWNER, Membership.Role.APPROVER)


def acting_for(user: User | AnonymousUser, *roles: str) -> QuerySet[Institution]:
    """The institutions a person acts for today, in any of the roles (any role by default)."""
    if not user.is_authenticated:
        return Institution.objects.none()
    memberships = memberships_of(user)
    if roles:
        memberships = memberships.filter(role__in=roles)
    return Institution.objects.filter(pk__in=memberships.values("institution"))


def secretariat() -> Institution | None:
    """The institution that runs the network; None before it is set up."""
    return Institution.objects.filter(is_secretariat=True).first()


def focal_points(institution: Institution) -> QuerySet[User]:
    """Who speaks for an institution today: its owners and approvers."""
    today = Membership.objects.valid_on(timezone.now().date())
    acting = today.filter(institution=institution, role__in=SPEAKING_ROLES).values("user")
    return get_user_model().objects.filter(pk__in=acting, is_active=True).order_by("pk")


def own_experts(user: User | AnonymousUser) -> QuerySet[Expert]:
    """The person's own profile, and those of whom one is the delegate."""
    if not user.is_authenticated:
        return Expert.objects.none()
    delegated = Delegate.objects.in_force().filter(user=user).values("expert")
    return Expert.objects.filter(Q(user=user) | Q(pk__in=delegated))


def proposals_for(user: User | AnonymousUser) -> QuerySet[Proposal]:
    """All for the secretariat; for others those for profiles that they look after."""
    rows = Proposal.objects.select_related("source__expert")
    return rows if is_secretariat(user) else rows.filter(source__expert__in=own_experts(user))


def current_affiliations() -> QuerySet[Affiliation]:
    """Where people work today. A last year that is not over yet counts."""
    this_year = timezone.now().year
    return Affiliation.objects.filter(Q(end_year=None) | Q(end_year__gte=this_year))


def workplace(expert: Expert) -> str:
    """The name of the listed institution where a person works, for everybody to read.

    For an expert whose ``affiliations`` are the current ones, prefetched with institutions.
    """
    listed = (row.institution for row in expert.affiliations.all() if row.institution.is_listed)
    return next((institution.name for institution in listed), "")


def language_of(reader: User | Expert, known: str = "") -> str:
    """In which of the product's languages somebody is written to.

    The one chosen for the account; else the best spoken, where there is a profile; else what is
    ``known`` otherwise (the language of the need, of an invitation); else English.
    """
    account = reader.user if isinstance(reader, Expert) else reader
    expert = reader if isinstance(reader, Expert) else getattr(reader, "expert", None)
    chosen = account.language if account else ""
    return chosen or (_best_spoken(expert) if expert else "") or known or settings.LANGUAGE_CODE


def language_at(address: str, known: str = "") -> str:
    """The same of whoever has an account with this address; of others what is ``known``."""
    account = get_user_model().objects.filter(email__iexact=address, is_active=True).first()
    return language_of(account, known) if account else known or settings.LANGUAGE_CODE


def _best_spoken(expert: Expert) -> str:
    known = {primary(code): code for code, _name in settings.LANGUAGES}
    skills = expert.language_skills.all()
    order = {"native": 0, "C2": 1, "C1": 2, "B2": 3}
    best = sorted(skills, key=lambda skill: (order.get(skill.level, 4), skill.language_id))
    return next((known[one.language_id] for one in best if one.language_id in known), "")


def look_alikes(*states: str) -> QuerySet[LookAlike]:
    """Pairs that look alike, each side with what one must see, in a few queries.

    Those still to be decided are shown as long as neither profile was withdrawn.
    """
    counted = Passage.objects.filter(profile=OuterRef("pk")).order_by().values("profile")
    number = Subquery(counted.annotate(number=Count("pk")).values("number"))
    sides = Profile.objects.annotate(passage_count=Coalesce(number, 0))
    sides = sides.select_related("country", "expert__contact", "institution")
    sides = sides.prefetch_related("expert__affiliations__institution")
    pairs = LookAlike.objects.filter(state__in=states or LookAlike.State.values)
    if states == (LookAlike.State.OPEN,):
        pairs = pairs.filter(first__withdrawn_at=None, second__withdrawn_at=None)
    return pairs.select_related("decided_by").prefetch_related(
        Prefetch("first", sides), Prefetch("second", sides)
    )
