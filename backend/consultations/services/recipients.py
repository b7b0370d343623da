"""To whom letters about a request go, by side."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from backend.accounts.models import User
from backend.consultations.models import ConsultationRequest, Engagement, Feedback
from backend.consultations.services.letters import link_of
from backend.consultations.services.why import partners_language
from backend.directory.models import Expert, Institution, Membership
from backend.directory.models.institution import MembershipQuerySet
from backend.directory.rights import is_secretariat
from backend.directory.selectors import focal_points, language_of
from backend.directory.services.writing import address_of

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
    return [Recipient(one.email, language_of(one)) for one in people]


def partners_of(request: ConsultationRequest) -> list[Recipient]:
    """Those who act for the institution that asks; its readers look by themselves."""
    roles = Membership.objects.filter(institution=request.institution, role__in=ROLES)
    known = partners_language(request)
    return [Recipient(one.email, language_of(one, known)) for one in _people(roles)]


def expert_of(expert: Expert, link: str) -> list[Recipient]:
    """Nobody, where the expert has no address; an officer calls those."""
    address = address_of(expert)
    return [Recipient(address, language_of(expert), link)] if address else []


def side_of(engagement: Engagement, side: str) -> list[Recipient]:
    """The expert or the partner of an engagement."""
    if side == Feedback.Side.EXPERT:
        return expert_of(engagement.expert, link_of(engagement.invitation))
    return partners_of(engagement.request)


def speaking_for(institution: Institution) -> list[Recipient]:
    """The focal points of an institution that is asked."""
    return [Recipient(one.email, language_of(one)) for one in focal_points(institution)]


def _officers() -> list[User]:
    return _people(Membership.objects.filter(institution__is_secretariat=True))


def _people(memberships: MembershipQuerySet) -> list[User]:
    """Of memberships in force today, in a fixed order."""
    valid = memberships.valid_on(timezone.now().date())
    return list(User.objects.filter(is_active=True, pk__in=valid.values("user")).order_by("pk"))
