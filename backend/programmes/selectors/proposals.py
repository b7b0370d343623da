"""Reads of proposals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from backend.accounts.models import User
from backend.codelists.models import Country
from backend.directory.models import Membership
from backend.programmes.models import (
    Endorsement,
    EndorsementStatus,
    FormSection,
    Proposal,
    ProposalPartner,
    Section,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

WRITERS = (Membership.Role.OWNER, Membership.Role.EDITOR)


def proposals_for(user: User | AnonymousUser) -> QuerySet[Proposal]:
    """What a person may see, with all that a list shows of each: four queries."""
    partners = ProposalPartner.objects.filter(left_at__isnull=True)
    shown = partners.select_related("institution", "country").order_by("pk")
    return (
        Proposal.objects.visible_to(user)
        .select_related("call__programme", "institution")
        .prefetch_related("sectors", "sdgs", Prefetch("partners", shown, to_attr="taking_part"))
    )


def partners_of(proposal: Proposal) -> QuerySet[ProposalPartner]:
    """Those who take part today, the applicant among them, in the order in which they came."""
    rows = proposal.partners.filter(left_at__isnull=True)
    return rows.select_related("institution", "country").order_by("pk")


def countries_of(proposal: Proposal) -> list[Country]:
    """Of the partners, each once."""
    return list(dict.fromkeys(partner.country for partner in partners_of(proposal)))


def form_of(proposal: Proposal) -> QuerySet[FormSection]:
    """What the programme's form asks for at the stage the proposal is at."""
    programme = proposal.call.programme
    rows = FormSection.objects.filter(programme=programme, stage=proposal.stage)
    return rows.select_related("programme").order_by("position", "pk")


def sections_of(proposal: Proposal) -> QuerySet[Section]:
    return proposal.sections.select_related("writer").order_by("pk")


def missing_endorsements(proposal: Proposal) -> QuerySet[Endorsement]:
    """Of the countries that take part, those whose letter is not complete."""
    countries = partners_of(proposal).order_by().values("country")
    rows = proposal.endorsements.filter(country__in=countries)
    return rows.exclude(status=EndorsementStatus.ACCEPTED).select_related("country").order_by("pk")


def writers_of(proposal: Proposal) -> list[User]:
    """Who writes for one of those who take part, today."""
    return _members(proposal, WRITERS)


def people_of(proposal: Proposal) -> list[User]:
    """Who writes or speaks for one of those who take part, today; readers look by themselves."""
    return _members(proposal, (*WRITERS, Membership.Role.APPROVER))


def _members(proposal: Proposal, roles: Sequence[str]) -> list[User]:
    valid = Membership.objects.valid_on(timezone.now().date()).filter(
        role__in=roles, institution__in=partners_of(proposal).order_by().values("institution")
    )
    return list(User.objects.filter(is_active=True, pk__in=valid.values("user")).order_by("pk"))


def letters_of(proposal: Proposal) -> list[Endorsement]:
    """Of the countries that take part, in the order of their codes."""
    countries = partners_of(proposal).order_by().values("country")
    rows = proposal.endorsements.filter(country__in=countries).select_related("country", "scan")
    return list(rows.order_by("country"))
