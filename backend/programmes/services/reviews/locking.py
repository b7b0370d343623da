"""Rows of a round, locked in one order: the round first, then one of its reviews."""

from __future__ import annotations

from backend.programmes.models import Review, ReviewRound


def locked_round(round: ReviewRound) -> ReviewRound:
    """The row as it is now that nobody else can change it."""
    rows = ReviewRound.objects.select_for_update(of=("self",))
    return rows.select_related("call__programme").get(pk=round.pk)


def locked_review(review: Review) -> Review:
    """Locked after its round, since who reviews what is counted within it."""
    round = locked_round(review.round)
    row = only_review(review)
    row.round = round
    return row


def only_review(review: Review) -> Review:
    """Locked alone: for a draft, which nobody else's depends on."""
    rows = Review.objects.select_for_update(of=("self",))
    return rows.select_related("round__call__programme", "proposal", "reviewer__user__expert").get(
        pk=review.pk
    )
