"""The letters of the countries: who is to sign, and the steps of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.common.errors import Conflict
from backend.common.records import record_step
from backend.files.models import StoredFile
from backend.files.services import attach
from backend.programmes.endorsing import STEPS, proposal_is_open
from backend.programmes.models import (
    Endorsement,
    EndorsementStatus,
    EndorsementStep,
    Proposal,
    ProposalFile,
)
from backend.programmes.selectors.proposals import countries_of

EARLIER = "earlier-letter"  # the kind of file that a letter becomes once another takes its place


@transaction.atomic
def follow_countries(*, proposal: Proposal) -> None:
    """One row for each country that takes part. What nobody was asked for yet goes with it."""
    countries = {country.pk for country in countries_of(proposal)}
    there = set(proposal.endorsements.values_list("country", flat=True))
    Endorsement.objects.bulk_create(
        Endorsement(proposal=proposal, country_id=code) for code in sorted(countries - there)
    )
    gone = proposal.endorsements.filter(status=EndorsementStatus.MISSING)
    gone.exclude(country__in=countries).delete()


def locked_endorsement(endorsement: Endorsement) -> Endorsement:
    """With its proposal, which the caller has locked before."""
    rows = Endorsement.objects.select_for_update(of=("self",))
    found = rows.select_related("proposal__call__programme", "proposal__institution", "country")
    return found.get(pk=endorsement.pk)


@transaction.atomic
def change_endorsement(*, endorsement: Endorsement, values: Mapping[str, Any]) -> None:
    """Of a locked one: who signs. Raises ``Conflict`` where the letter is complete."""
    if told := proposal_is_open(endorsement):
        raise Conflict(told, code="not_writable")
    if endorsement.status == EndorsementStatus.ACCEPTED:
        told = _("This letter was found to be complete: ask again first, if it is not.")
        raise Conflict(told, code="complete")
    for name, value in values.items():
        setattr(endorsement, name, value)
    endorsement.version += 1
    endorsement.save()


@transaction.atomic
def take_endorsement_step(
    *,
    endorsement: Endorsement,
    step: str,
    by: User,
    reason: str = "",
    file: StoredFile | None = None,
) -> Endorsement:
    """Moves the letter, which is locked first. ``file``: the scan that is received.

    Raises as ``Table.take_step`` does, and ``Conflict`` where the file is taken.
    """
    row = locked_endorsement(endorsement)
    if file:
        _put_scan(row, file, by)
    record_step(STEPS, step, row, by, EndorsementStep, reason=reason)
    if row.status == EndorsementStatus.REQUESTED:
        row.requested_at, row.reminded_on = timezone.now(), None
        row.save(update_fields=["requested_at", "reminded_on", "updated_at"])
    return row


def _put_scan(row: Endorsement, file: StoredFile, by: User) -> None:
    """The letter that it takes the place of stays with the proposal."""
    (taken,) = attach(files=[file], by=by)
    before, row.scan = row.scan, taken
    row.save(update_fields=["scan", "updated_at"])
    if before:
        ProposalFile.objects.create(proposal=row.proposal, file=before, kind=EARLIER, by=by)
