"""What is below a round of reviews: who reviews, who reviews what, and what ties whom."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.request import Request
from rest_framework.response import Response

from backend.common.idempotency import idempotent
from backend.programmes.api.base import LISTED
from backend.programmes.api.rounds import OF_ROUND, OfRound
from backend.programmes.api.serializers.panel import NewReviewSerializer
from backend.programmes.api.serializers.reviews import ReviewSerializer
from backend.programmes.api.serializers.rounds import (
    NewReviewerSerializer,
    ReviewerSerializer,
    ReviewPairSerializer,
)
from backend.programmes.models import Review, Reviewer, ReviewPair
from backend.programmes.selectors.reviews import proposals_of, reviewers_of, reviews_for
from backend.programmes.services.reviews import assigning, people


class RoundReviewersViewSet(mixins.ListModelMixin, OfRound):
    """Who reviews in the round."""

    serializer_class = ReviewerSerializer
    queryset = Reviewer.objects.none()
    pagination_class = None

    def get_queryset(self) -> QuerySet[Reviewer]:
        return reviewers_of(self.get_round())

    @extend_schema(request=NewReviewerSerializer, responses={201: ReviewerSerializer})
    @idempotent
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        given = NewReviewerSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        most = given.validated_data.get("most")
        made = people.add_reviewer(round=self.get_round(), user=given.get_user(), most=most)
        shown = ReviewerSerializer(self.get_queryset().get(pk=made.pk)).data
        return Response(shown, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses={204: None})
    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Ask nothing more of them; what they have reviewed stays."""
        found = get_object_or_404(self.get_queryset(), pk=kwargs["reviewer"])
        people.let_go(reviewer=found)
        return Response(status=status.HTTP_204_NO_CONTENT)


class RoundReviewsViewSet(mixins.ListModelMixin, OfRound):
    """Who reviews what in the round, and one more by hand."""

    serializer_class = ReviewSerializer
    queryset = Review.objects.none()

    def get_queryset(self) -> QuerySet[Review]:
        return reviews_for(self.user).filter(round=self.get_round())

    @extend_schema(request=NewReviewSerializer, responses={201: ReviewSerializer})
    @idempotent
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Chosen by an officer: a new assignment leaves it as it is."""
        round = self.get_round()
        context = {"proposals": proposals_of(round), "reviewers": reviewers_of(round)}
        given = NewReviewSerializer(data=request.data, context=context)
        given.is_valid(raise_exception=True)
        made = assigning.add_review(round=round, by=self.user, **given.validated_data)
        shown = self.get_serializer(self.get_queryset().get(pk=made.pk)).data
        return Response(shown, status=status.HTTP_201_CREATED)


class RoundPairsViewSet(mixins.ListModelMixin, OfRound):
    """How each reviewer fits each proposal, and what ties them, as of the last assignment."""

    serializer_class = ReviewPairSerializer
    queryset = ReviewPair.objects.none()

    def get_queryset(self) -> QuerySet[ReviewPair]:
        rows = self.get_round().pairs.select_related("proposal", "reviewer__user__expert")
        return rows.order_by("pk")


ROUND_PART_PATHS = [
    path(f"{OF_ROUND}/reviewers/", RoundReviewersViewSet.as_view(LISTED), name="round-reviewers"),
    path(
        f"{OF_ROUND}/reviewers/<uuid:reviewer>/",
        RoundReviewersViewSet.as_view({"delete": "destroy"}),
        name="round-reviewer",
    ),
    path(f"{OF_ROUND}/reviews/", RoundReviewsViewSet.as_view(LISTED), name="round-reviews"),
    path(f"{OF_ROUND}/pairs/", RoundPairsViewSet.as_view({"get": "list"}), name="round-pairs"),
]
