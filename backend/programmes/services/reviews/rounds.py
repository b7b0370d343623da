"""Rounds of reviews: made, changed, and the steps they take."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.common.errors import Conflict
from backend.common.records import record_step
from backend.programmes.models import (
    Call,
    ProposalStatus,
    ReviewRound,
    ReviewRoundStep,
    ReviewStatus,
    RoundStatus,
)
from backend.programmes.reviewing import ROUND_STEPS
from backend.programmes.selectors.reviews import proposals_of
from backend.programmes.services.moving import move
from backend.programmes.services.reviews.assigned import assign_review
from backend.programmes.services.reviews.letters import write_discussion_open
from backend.programmes.services.reviews.locking import locked_round

FIXED_ONCE_OPEN = frozenset({"per_proposal", "per_reviewer", "chance", "seed"})


@transaction.atomic
def create_round(*, values: Mapping[str, Any]) -> ReviewRound:
    """Raises ``Conflict`` where there is one for this call and stage."""
    call = Call.objects.select_for_update().get(pk=values["call"].pk)
    if call.rounds.filter(stage=values["stage"]).exists():
        raise Conflict(_("There is a round of reviews for this stage of the call."), code="exists")
    return ReviewRound.objects.create(**values)


@transaction.atomic
def change_round(*, round: ReviewRound, values: Mapping[str, Any]) -> ReviewRound:
    """Raises ``Conflict``: how many review what is settled once it is open."""
    row = locked_round(round)
    settled = row.status != RoundStatus.PREPARING and FIXED_ONCE_OPEN & set(values)
    if settled or row.status == RoundStatus.CLOSED:
        raise Conflict(_("The round is open: this can’t be changed any more."), code="open")
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    return row


@transaction.atomic
def take_round_step(*, round: ReviewRound, step: str, by: User, reason: str = "") -> ReviewRound:
    """Moves the round, which is locked first. Raises as ``Table.take_step`` does."""
    row = locked_round(round)
    record_step(ROUND_STEPS, step, row, by, ReviewRoundStep, reason=reason)
    if follows := FOLLOWS.get(step):
        follows(row, by)
    return row


def _send_out(round: ReviewRound, by: User) -> None:
    """Proposals are in review from now on, and each reviewer is asked."""
    for proposal in proposals_of(round):
        if proposal.status == ProposalStatus.SUBMITTED:
            move(proposal=proposal, step="start-review", by=by)
    reviews = round.reviews.filter(status=ReviewStatus.PROPOSED).order_by("pk")
    for review in reviews.select_related("proposal", "reviewer__user__expert"):
        review.round = round
        assign_review(review, by)


FOLLOWS: Mapping[str, Callable[[ReviewRound, User], None]] = {
    "open": _send_out,
    "discuss": lambda round, by: write_discussion_open(round),
}
