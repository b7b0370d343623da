"""Rounds of reviews over HTTP, for officers: set up, assigned, opened, ranked."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from backend.accounts.models import User
from backend.common.idempotency import idempotent
from backend.common.versions import check_version, with_version
from backend.consultations.api.officers import ForOfficers
from backend.programmes.api.serializers.ranking import RankingSerializer, ranking_told
from backend.programmes.api.serializers.reasons import StepReasonSerializer
from backend.programmes.api.serializers.rounds import (
    DrawSerializer,
    ReviewRoundDetailSerializer,
    ReviewRoundSerializer,
)
from backend.programmes.filters import ReviewRoundFilter
from backend.programmes.models import ReviewRound
from backend.programmes.reviewing import ROUND_STEPS
from backend.programmes.selectors.ranking import ranking
from backend.programmes.selectors.reviews import rounds
from backend.programmes.services.reviews import assigning
from backend.programmes.services.reviews import rounds as services
from backend.programmes.services.reviews.locking import locked_round


class ReviewRoundViewSet(mixins.ListModelMixin, ForOfficers):
    """Set up a round of reviews, and see how far it is."""

    filterset_class = ReviewRoundFilter
    queryset = ReviewRound.objects.none()

    def get_serializer_class(self) -> type[ReviewRoundSerializer]:
        return ReviewRoundSerializer if self.action == "list" else ReviewRoundDetailSerializer

    def get_queryset(self) -> QuerySet[ReviewRound]:
        return rounds()

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._answer(self.get_object())

    @idempotent
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        made = services.create_round(values=given.validated_data)
        return self._answer(made, status.HTTP_201_CREATED)

    @transaction.atomic
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        found = self.get_object()
        row = locked_round(found)
        check_version(request, row, self.get_serializer(found))
        given = self.get_serializer(row, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        services.change_round(round=row, values=given.validated_data)
        return self._answer(row)

    @extend_schema(request=DrawSerializer, responses=ReviewRoundDetailSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def propose(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Propose who reviews what: conflicts left out, what officers chose left as it is."""
        given = DrawSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        row = assigning.propose(round=self.get_object(), **given.validated_data)
        return self._answer(row)

    @extend_schema(responses=RankingSerializer, filters=False)
    @action(detail=True, pagination_class=None)
    def ranking(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The proposals in the order of their scores, and how far the money goes."""
        found = self.get_object()
        return Response(ranking_told(found, ranking(found)))

    def _answer(self, round: ReviewRound, status_code: int = status.HTTP_200_OK) -> Response:
        shown = rounds().prefetch_related("steps__by").get(pk=round.pk)
        return with_version(self.get_serializer(shown).data, status=status_code)


class OfRound(ForOfficers):
    """Something of a round."""

    def get_round(self) -> ReviewRound:
        return get_object_or_404(rounds(), pk=self.kwargs["pk"])

    @property
    def user(self) -> User:
        return cast(User, self.request.user)


class RoundStepView(OfRound):
    """Take this step. 409 where it is not possible now, with the steps that are."""

    step = ""

    @extend_schema(request=StepReasonSerializer, responses=ReviewRoundDetailSerializer)
    @idempotent
    def take(self, request: Request, pk: UUID) -> Response:
        context = {"table": ROUND_STEPS, "step": self.step, "request": request}
        given = StepReasonSerializer(data=request.data, context=context)
        given.is_valid(raise_exception=True)
        services.take_round_step(
            round=self.get_round(), step=self.step, by=self.user, reason=given.get_reason()
        )
        shown = rounds().prefetch_related("steps__by").get(pk=pk)
        return with_version(ReviewRoundDetailSerializer(shown, context=context).data)


OF_ROUND = "review-rounds/<uuid:pk>"
ROUND_STEP_PATHS = [
    path(
        f"{OF_ROUND}/{name}/",
        RoundStepView.as_view({"post": "take"}, step=name),
        name=f"review-round-{name}",
    )
    for name in ROUND_STEPS.steps
]
