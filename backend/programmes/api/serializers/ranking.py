"""What the ranking of a round looks like over HTTP: for officers alone."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from backend.programmes.models import ReviewRound, Within
from backend.programmes.models.proposal import ProposalStatus
from backend.programmes.scoring import METHOD, PRIOR
from backend.programmes.selectors.ranking import Ranked, Ranking

MONEY: dict[str, Any] = {"max_digits": 14, "decimal_places": 2, "allow_null": True}
SCORE: dict[str, Any] = {"max_digits": 6, "decimal_places": 2}
SOURCE = (
    "J. C. Platt and C. J. C. Burges, Regularized Least Squares to Remove Reviewer Bias (2012); "
    "M. Roos, J. Rothe and B. Scheuermann, How to Calibrate the Scores of Biased Reviewers by "
    "Quadratic Programming (AAAI 2011)"
)


class ProposalScoreSerializer(serializers.Serializer):
    """0 to 100. ``adjusted``: freed of how strict its reviewers are; ``raw``: as they gave it.

    ``spread``: the standard deviation of its reviews, null with a single one.
    """

    adjusted = serializers.DecimalField(**SCORE)
    raw = serializers.DecimalField(**SCORE)
    lowest = serializers.DecimalField(**SCORE)
    highest = serializers.DecimalField(**SCORE)
    reviews = serializers.IntegerField()
    spread = serializers.DecimalField(allow_null=True, **SCORE)
    raw_spread = serializers.DecimalField(allow_null=True, **SCORE)


class ProposalPlaceSerializer(serializers.Serializer):
    """``rank``: shared by those of one score (``tied``). ``within``: in the order of the ranks
    until the money ends; ``until_here``: what all up to this one ask for together."""

    rank = serializers.IntegerField()
    tied = serializers.BooleanField()
    within = serializers.ChoiceField(choices=Within.choices)
    within_label = serializers.CharField(source="within.label")
    until_here = serializers.DecimalField(**MONEY)


class RankedProposalSerializer(serializers.Serializer):
    """Both ``score`` and ``place`` are null as long as nobody has reviewed it."""

    proposal = serializers.UUIDField(source="proposal.pk")
    title = serializers.CharField(source="proposal.title")
    institution = serializers.CharField(source="proposal.institution.name")
    status = serializers.ChoiceField(source="proposal.status", choices=ProposalStatus.choices)
    requested = serializers.DecimalField(source="proposal.requested", **MONEY)
    score = ProposalScoreSerializer(allow_null=True)
    place = ProposalPlaceSerializer(allow_null=True)


class LeniencySerializer(serializers.Serializer):
    """How much higher than others a reviewer marks, in points of 100."""

    reviewer = serializers.UUIDField()
    name = serializers.CharField()
    leniency = serializers.DecimalField(**SCORE)


class RankingSerializer(serializers.Serializer):
    method = serializers.CharField()
    method_source = serializers.CharField()
    prior = serializers.FloatField()
    money = serializers.DecimalField(**MONEY)
    proposals = RankedProposalSerializer(many=True)
    reviewers = LeniencySerializer(many=True)


def ranking_told(round: ReviewRound, ranking: Ranking) -> Any:
    names = {str(one.pk): one.name for one in round.reviewers.select_related("user__expert")}
    strict = [
        {"reviewer": pk, "name": names.get(pk, ""), "leniency": value}
        for pk, value in ranking.scores.leniency.items()
    ]
    rows: list[Ranked] = ranking.rows
    told = {
        "method": METHOD,
        "method_source": SOURCE,
        "prior": PRIOR,
        "money": round.call.money,
        "proposals": rows,
        "reviewers": strict,
    }
    return RankingSerializer(told).data
