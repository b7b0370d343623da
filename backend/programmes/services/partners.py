"""Who takes part in a proposal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.common.errors import Conflict
from backend.programmes.models import Proposal, ProposalPartner
from backend.programmes.services.endorsements import follow_countries
from backend.programmes.services.guards import check_writable
from backend.programmes.services.letters import tell_partner


@transaction.atomic
def add_partner(*, proposal: Proposal, values: Mapping[str, Any]) -> ProposalPartner:
    """To a locked proposal. Raises ``Conflict`` where it takes part already."""
    check_writable(proposal)
    taking_part = proposal.partners.filter(left_at__isnull=True)
    if taking_part.filter(institution=values["institution"]).exists():
        raise Conflict(_("This institution takes part already."), code="takes_part_already")
    partner = ProposalPartner.objects.create(proposal=proposal, **values)
    follow_countries(proposal=proposal)
    tell_partner(partner)
    return partner


@transaction.atomic
def change_partner(*, proposal: Proposal, row: ProposalPartner, values: Mapping[str, Any]) -> None:
    """Of a locked proposal: the role, and the country that it takes part for."""
    check_writable(proposal)
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    follow_countries(proposal=proposal)


@transaction.atomic
def leave(*, proposal: Proposal, partner: ProposalPartner) -> ProposalPartner:
    """Ends a partner's part in a locked proposal; what it wrote stays, for others to go on with.

    Raises ``Conflict`` for the applicant, without whom there is no proposal.
    """
    check_writable(proposal)
    row = ProposalPartner.objects.select_for_update().get(pk=partner.pk)
    if row.institution_id == proposal.institution_id:
        raise Conflict(
            _("The applicant can’t leave: withdraw the proposal instead."), code="applicant"
        )
    if row.left_at is None:
        row.left_at = timezone.now()
        row.version += 1
        row.save(update_fields=["left_at", "version", "updated_at"])
        proposal.sections.filter(writer=row.institution_id).update(writer=None)
        follow_countries(proposal=proposal)
    return row
