"""Who reviews what: proposed by the solver, changed by officers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.common.errors import Conflict
from backend.matches.engine import assignment as engine
from backend.programmes.models import (
    Proposal,
    Review,
    Reviewer,
    ReviewPair,
    ReviewRound,
    ReviewStatus,
    RoundStatus,
)
from backend.programmes.selectors.reviews import proposals_of, reviewers_of
from backend.programmes.services.reviews.assigned import assign_review, load_of, places
from backend.programmes.services.reviews.fits import look_at
from backend.programmes.services.reviews.locking import locked_round


@transaction.atomic
def propose(*, round: ReviewRound, seed: int | None = None) -> ReviewRound:
    """The best assignment there is, or one drawn by chance from the round's seed.

    What officers fixed stays; what was proposed before is proposed anew. Raises ``Conflict`` once
    the round is open, and ``Unavailable`` where fits can't be told.
    """
    row = locked_round(round)
    if row.status != RoundStatus.PREPARING:
        raise Conflict(_("The round is open: reviews are changed one by one."), code="open")
    if seed is not None:
        row.seed = seed
    proposals, reviewers = list(proposals_of(row)), list(reviewers_of(row))
    if not proposals or not reviewers:
        raise Conflict(_("Proposals and reviewers are needed first."), code="nothing_to_assign")
    look_at(round=row, proposals=proposals, reviewers=reviewers)
    row.reviews.filter(status=ReviewStatus.PROPOSED, fixed=False).delete()
    answer = _solve(row, proposals, reviewers)
    _keep(row, answer)
    row.outcome = _told(row, answer)
    row.version += 1
    row.save()
    return row


@transaction.atomic
def add_review(*, round: ReviewRound, proposal: Proposal, reviewer: Reviewer, by: User) -> Review:
    """By hand. Raises ``Conflict`` for a tie, a second review, or one more than they take."""
    row = locked_round(round)
    if row.status == RoundStatus.CLOSED:
        raise Conflict(_("The round of reviews is closed."), code="closed")
    look_at(round=row, proposals=[proposal], reviewers=[reviewer])
    pair = ReviewPair.objects.get(proposal=proposal, reviewer=reviewer)
    _check_by_hand(row, pair, reviewer)
    made = Review.objects.create(
        round=row, proposal=proposal, reviewer=reviewer, fit=pair.score, fixed=True
    )
    if row.status != RoundStatus.PREPARING:
        assign_review(made, by)
    return made


def _check_by_hand(round: ReviewRound, pair: ReviewPair, reviewer: Reviewer) -> None:
    if pair.conflicts:
        raise Conflict(_("Something ties this reviewer to the proposal."), code="conflict")
    asked = Review.objects.filter(proposal=pair.proposal_id, reviewer=reviewer)
    if asked.exclude(status=ReviewStatus.WITHDRAWN).exists():
        raise Conflict(_("This reviewer was asked for this proposal already."), code="asked")
    if load_of(round).get(reviewer.pk, 0) >= places(round, reviewer.most):
        raise Conflict(_("This reviewer takes no more reviews."), code="no_place")


def _solve(
    round: ReviewRound, proposals: list[Proposal], reviewers: list[Reviewer]
) -> engine.Assignment:
    fixed = frozenset(_fixed(round))
    problem = engine.problem(
        [engine.Demand(str(one.pk), round.per_proposal) for one in proposals],
        [engine.Supply(str(one.pk), places(round, one.most)) for one in reviewers],
        _candidates(proposals, reviewers),
        locked=fixed,
        forbidden=frozenset(_ended(round)),
        floor=None,
    )
    return engine.assign(problem, seed=round.seed, most_probable=float(round.chance))


def _candidates(proposals: list[Proposal], reviewers: list[Reviewer]) -> list[engine.Candidate]:
    """Pairs that nothing ties."""
    rows = ReviewPair.objects.filter(
        proposal__in=proposals, reviewer__in=reviewers, conflicts=[]
    ).order_by("proposal", "reviewer")
    return [engine.Candidate(str(one.proposal_id), str(one.reviewer_id), one.score) for one in rows]


def _fixed(round: ReviewRound) -> list[engine.Pair]:
    rows = round.reviews.taking_a_place().filter(fixed=True)
    return [(str(one.proposal_id), str(one.reviewer_id)) for one in rows]


def _ended(round: ReviewRound) -> list[engine.Pair]:
    rows = round.reviews.filter(status__in=[ReviewStatus.CONFLICT, ReviewStatus.DECLINED])
    return [(str(one.proposal_id), str(one.reviewer_id)) for one in rows]


def _keep(round: ReviewRound, answer: engine.Assignment) -> None:
    fixed = set(_fixed(round))
    Review.objects.bulk_create(
        Review(round=round, proposal_id=UUID(one), reviewer_id=UUID(other), fit=score)
        for one, other, score in answer.pairs
        if (one, other) not in fixed
    )


def _told(round: ReviewRound, answer: engine.Assignment) -> dict[str, Any]:
    """As it is kept with the round: what was reached, what is missing, and what chance cost."""
    return {
        "total": round_off(answer.total),
        "worst": round_off(answer.worst),
        "unmet": dict(answer.unmet),
        "optimal": answer.optimal,
        "chance": str(round.chance),
        "seed": round.seed,
        "cost_of_chance": round_off(answer.cost_of_chance),
        "tied_pairs": round.pairs.exclude(conflicts=[]).count(),
    }


def round_off(value: float) -> float:
    return float(f"{value:.4f}")
