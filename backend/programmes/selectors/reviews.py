"""Reads of reviews: rounds, reviewers and what they wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from backend.programmes.models import (
    TAKING,
    Proposal,
    ProposalStatus,
    Review,
    Reviewer,
    ReviewRound,
    ReviewStatus,
    RoundStatus,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from backend.accounts.models import User

REVIEWED = (ProposalStatus.SUBMITTED, ProposalStatus.IN_REVIEW)


def rounds() -> QuerySet[ReviewRound]:
    """With how far their reviews are: one query."""
    count = {
        f"{name}_count": Count("reviews", filter=Q(reviews__status=name), distinct=True)
        for name in (*TAKING, ReviewStatus.CONFLICT)
    }
    return (
        ReviewRound.objects.select_related("call__programme")
        .annotate(**count)
        .order_by("-created_at", "-pk")
    )


def proposals_of(round: ReviewRound) -> QuerySet[Proposal]:
    """What is reviewed: what was submitted to the call at this stage, and waits for a decision."""
    rows = Proposal.objects.filter(call=round.call_id, stage=round.stage, status__in=REVIEWED)
    return rows.order_by("pk")


def reviewers_of(round: ReviewRound) -> QuerySet[Reviewer]:
    """Those who have not left, with their accounts and profiles: one query."""
    rows = round.reviewers.filter(left_at__isnull=True).select_related("user__expert")
    return rows.order_by("pk")


def reviews_for(user: User | AnonymousUser) -> QuerySet[Review]:
    """What a person may see, with what is shown of each: one query."""
    rows = Review.objects.visible_to(user).select_related(
        "round__call__programme", "proposal", "reviewer__user__expert"
    )
    return rows.order_by("-created_at", "-pk")


def with_marks(rows: QuerySet[Review]) -> QuerySet[Review]:
    """Two queries more."""
    return rows.prefetch_related("scores__criterion", "steps")


def sits_on_panel(user: User | AnonymousUser, review: Review) -> bool:
    """Whoever has handed in the own review reads those of others, once they are discussed."""
    if review.round.status not in (RoundStatus.DISCUSSING, RoundStatus.CLOSED):
        return False
    own = review.reviewer.user_id == user.pk
    return own and review.status == ReviewStatus.HANDED_IN


def panel_reviews(review: Review) -> QuerySet[Review]:
    """All that were handed in of the same proposal in the same round."""
    rows = Review.objects.handed_in().filter(round=review.round_id, proposal=review.proposal_id)
    return with_marks(rows.select_related("reviewer__user__expert")).order_by("handed_in_at", "pk")
