"""The scores of a round, and its proposals in their order: three queries, whatever their number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from backend.programmes.models import Proposal, Review, ReviewRound
from backend.programmes.ordering import Entry, Place, ranked
from backend.programmes.scoring import Given, Mark, Score, Scores, adjusted, raw_score


@dataclass(frozen=True)
class Ranked:
    """A proposal with its score and its place; both None where nobody has reviewed it yet."""

    proposal: Proposal
    score: Score | None
    place: Place | None


@dataclass(frozen=True)
class Ranking:
    """``scores`` are of the whole round; ``rows`` in their order, those without reviews last."""

    scores: Scores
    rows: list[Ranked]

    def of(self, proposal: UUID) -> Ranked | None:
        return next((row for row in self.rows if row.proposal.pk == proposal), None)


def ranking(round: ReviewRound) -> Ranking:
    """Of all proposals that have a review in this round, decided or not."""
    scores = scores_of(round)
    proposals = _proposals(round)
    entries = [
        Entry(key, scores.scores[key].adjusted, one.requested)
        for key, one in proposals.items()
        if key in scores.scores
    ]
    places = {one.proposal: one for one in ranked(entries, round.call.money)}
    order = [*places, *(key for key in proposals if key not in places)]
    rows = [Ranked(proposals[key], scores.scores.get(key), places.get(key)) for key in order]
    return Ranking(scores, rows)


def scores_of(round: ReviewRound) -> Scores:
    given = [
        Given(str(one.proposal_id), str(one.reviewer_id), raw_score(marks))
        for one in _handed_in(round)
        if (marks := marks_of(one))
    ]
    return adjusted(given)


def marks_of(review: Review) -> list[Mark]:
    """Of a review whose marks were loaded with their criteria."""
    return [
        Mark(one.value, one.criterion.least, one.criterion.most, one.criterion.weight)
        for one in review.scores.all()
        if one.value is not None
    ]


def _handed_in(round: ReviewRound) -> list[Review]:
    return list(round.reviews.handed_in().prefetch_related("scores__criterion").order_by("pk"))


def _proposals(round: ReviewRound) -> Mapping[str, Proposal]:
    reviewed = round.reviews.taking_a_place().order_by().values("proposal")
    rows = Proposal.objects.filter(pk__in=reviewed).select_related("institution").order_by("pk")
    return {str(one.pk): one for one in rows}
