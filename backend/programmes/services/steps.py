"""Steps of a proposal that people take, and what follows from each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db import transaction

from backend.accounts.models import User
from backend.common.on_behalf import OnBehalf
from backend.programmes.models import Proposal, Stage
from backend.programmes.services.decisions import DECIDING, decided
from backend.programmes.services.letters import tell_of_handing_in, tell_of_step
from backend.programmes.services.moving import Said, move
from backend.programmes.services.sections import follow_form


def go_on_to_proposal(proposal: Proposal, by: User) -> None:
    """The concept note was liked: the sections of the full proposal are there to be written."""
    decided(proposal, by)
    proposal.stage = Stage.PROPOSAL
    proposal.save(update_fields=["stage", "updated_at"])
    follow_form(proposal=proposal, by=by)


# step → what follows, in the same transaction; the proposal is locked.
FOLLOWS: Mapping[str, Callable[[Proposal, User], None]] = {
    "hand-in": lambda proposal, by: tell_of_handing_in(proposal),
    **dict.fromkeys(DECIDING, decided),
    "invite-full": go_on_to_proposal,
}


@transaction.atomic
def take_step(
    *,
    proposal: Proposal,
    step: str,
    by: User,
    said: Said | None = None,
    number: str = "",
    on_behalf: OnBehalf | None = None,
) -> Proposal:
    """Moves the proposal, which is locked first. Raises as ``Table.take_step`` does.

    ``number``: the one that those who received it have given to it.
    """
    moved = move(proposal=proposal, step=step, by=by, said=said, on_behalf=on_behalf)
    if number:
        moved.number = number
        moved.save(update_fields=["number", "updated_at"])
    if follows := FOLLOWS.get(step):
        follows(moved, by)
    tell_of_step(moved, moved.steps.latest("pk"))
    return moved
