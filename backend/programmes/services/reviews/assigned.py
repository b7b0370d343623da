"""A review goes out to its reviewer, and somebody else is asked where one ends without result."""

from __future__ import annotations

from backend.accounts.models import User
from backend.common.records import record_step
from backend.common.transitions import Automatic
from backend.programmes.models import Review, ReviewPair, ReviewRound, ReviewStep, RoundStatus
from backend.programmes.reviewing import REVIEW_STEPS
from backend.programmes.selectors.reviews import reviewers_of
from backend.programmes.services.reviews.letters import write_asked, write_nobody_left


def assign_review(review: Review, by: User | None) -> None:
    """In the transaction that locks its round."""
    record_step(REVIEW_STEPS, "assign", review, by or Automatic(), ReviewStep)
    write_asked(review)


def replace(ended: Review) -> Review | None:
    """Asks the next: of those free of ties, who fits best and has a place left.

    None where the proposal has as many as are wanted, or nobody is left: then officers are told.
    """
    round = ended.round
    taken = round.reviews.taking_a_place().filter(proposal=ended.proposal_id).count()
    if round.status == RoundStatus.CLOSED or taken >= round.per_proposal:
        return None
    pair = next(iter(_free(round, ended)), None)
    if pair is None:
        write_nobody_left(ended)
        return None
    made = Review.objects.create(
        round=round, proposal=ended.proposal, reviewer=pair.reviewer, fit=pair.score
    )
    if round.status != RoundStatus.PREPARING:
        assign_review(made, None)
    return made


def load_of(round: ReviewRound) -> dict[object, int]:
    """By reviewer, how many reviews take a place."""
    found: dict[object, int] = {}
    for reviewer in round.reviews.taking_a_place().values_list("reviewer", flat=True):
        found[reviewer] = found.get(reviewer, 0) + 1
    return found


def _free(round: ReviewRound, ended: Review) -> list[ReviewPair]:
    """The best fit first, ties by id. Who was asked for this proposal before is not asked again."""
    asked = Review.objects.filter(proposal=ended.proposal_id).values("reviewer")
    pairs = ReviewPair.objects.filter(proposal=ended.proposal_id, conflicts=[])
    pairs = pairs.filter(reviewer__in=reviewers_of(round)).exclude(reviewer__in=asked)
    load = load_of(round)
    rows = pairs.select_related("reviewer__user__expert").order_by("-score", "reviewer")
    return [one for one in rows if load.get(one.reviewer_id, 0) < places(round, one.reviewer.most)]


def places(round: ReviewRound, own: int | None) -> int:
    """How many a reviewer takes: the round's number, or fewer where they ask for that."""
    return round.per_reviewer if own is None else min(own, round.per_reviewer)
