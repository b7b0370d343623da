"""To whom letters about a request go, by side."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from backend.accounts.models import User
from backend.consultations.models import ConsultationRequest
from backend.consultations.services.letters import address_of, language_of
from backend.consultations.services.why import partners_language
from backend.directory.models import Expert, Membership
from backend.directory.models.institution import MembershipQuerySet
from backend.directory.rights import is_secretariat

ROLES = (Membership.Role.OWNER, Membership.Role.EDITOR, Membership.Role.APPROVER)


@dataclass(frozen=True)
class Recipient:
    """``link``: where to read on, if not on the site's first page."""

    address: str
    language: str
    link: str = ""


def officers_of(request: ConsultationRequest) -> list[Recipient]:
    """Who looks after it; as long as that is nobody, all officers."""
    officer = request.officer
    people = [officer] if officer and is_secretariat(officer) else _officers()
    return [Recipient(one.email, settings.LANGUAGE_CODE) for one in people]


def partners_of(request: ConsultationRequest) -> list[Recipient]:
    """Those who act for the institution that asks; its readers look by themselves."""
    roles = Membership.objects.filter(institution=request.institution, role__in=ROLES)
    language = partners_language(request)
    return [Recipient(one.email, language) for one in _people(roles)]


def expert_of(expert: Expert, link: str) -> list[Recipient]:
    """Nobody, where the expert has no address; an officer calls those."""
    address = address_of(expert)
    return [Recipient(address, language_of(expert), link)] if address else []


def _officers() -> list[User]:
    return _people(Membership.objects.filter(institution__is_secretariat=True))


def _people(memberships: MembershipQuerySet) -> list[User]:
    """Of memberships in force today, in a fixed order."""
    valid = memberships.valid_on(timezone.now().date())
    return list(User.objects.filter(is_active=True, pk__in=valid.values("user")).order_by("pk"))
