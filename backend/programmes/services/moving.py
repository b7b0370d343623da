"""Moving a proposal: the step and its record, in one transaction."""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone

from backend.accounts.models import User
from backend.common.on_behalf import OnBehalf
from backend.common.records import record_step
from backend.common.transitions import Automatic
from backend.consultations.services.meetings import zone_of
from backend.directory.models import Institution
from backend.programmes.models import Proposal, ProposalStep
from backend.programmes.proposing import STEPS
from backend.programmes.selectors.instants import database_now

HAND_IN = "hand-in"


@dataclass(frozen=True)
class Said:
    """What goes with a step: why, and of a step that happens elsewhere its day and its letter."""

    reason: str = ""
    dated: datetime.date | None = None
    reference: str = ""


def locked_proposal(proposal: Proposal) -> Proposal:
    """The row as it is now that nobody else can change it."""
    rows = Proposal.objects.select_for_update(of=("self",))
    return rows.select_related("call__programme", "institution").get(pk=proposal.pk)


@transaction.atomic
def move(
    *,
    proposal: Proposal,
    step: str,
    by: User | None,
    said: Said | None = None,
    on_behalf: OnBehalf | None = None,
) -> Proposal:
    """Moves the proposal, which is locked first. Raises as ``Table.take_step`` does.

    ``by`` None: it follows by itself from something else.
    """
    row = locked_proposal(proposal)
    if step == HAND_IN:  # one instant for all that it has to hold at, and that is kept of it
        _one_at_a_time(row)
        row.handing_in_at = row.handed_in_at = database_now()
    said, actor = said or Said(), by or Automatic()
    with timezone.override(zone_of(by) if by else None):
        record_step(STEPS, step, row, actor, ProposalStep, on_behalf=on_behalf, **asdict(said))
    if step == HAND_IN:
        row.save(update_fields=["handed_in_at", "updated_at"])
    return row


def _one_at_a_time(proposal: Proposal) -> None:
    """Of one applicant: two that are handed in at once would each be counted without the other."""
    rows = Institution.objects.select_for_update(of=("self",), no_key=True)
    rows.filter(pk=proposal.institution_id).first()
