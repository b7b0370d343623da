"""Reviews over HTTP: opened, written and handed in by their reviewers, looked after by officers."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.models import User
from backend.common.errors import Conflict
from backend.common.idempotency import idempotent
from backend.common.versions import check_version, with_version
from backend.directory.selectors import is_secretariat
from backend.programmes.api.serializers.panel import PanelReviewSerializer
from backend.programmes.api.serializers.reasons import StepReasonSerializer
from backend.programmes.api.serializers.reviewed import ReviewedProposalSerializer
from backend.programmes.api.serializers.reviews import ReviewDetailSerializer, ReviewSerializer
from backend.programmes.filters import ReviewFilter
from backend.programmes.models import Review, ReviewStatus
from backend.programmes.reviewing import REVIEW_STEPS, WRITE
from backend.programmes.selectors.reviews import (
    panel_reviews,
    reviews_for,
    sits_on_panel,
    with_marks,
)
from backend.programmes.services.reviews import reviewing as services
from backend.programmes.services.reviews.locking import only_review

READING = frozenset({ReviewStatus.WRITING, ReviewStatus.HANDED_IN})


class ReviewViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    """All for officers; for a reviewer the own ones. A stranger, and any applicant, gets 404."""

    permission_classes = (IsAuthenticated,)
    filterset_class = ReviewFilter
    queryset = Review.objects.none()

    def get_serializer_class(self) -> type[ReviewSerializer]:
        return ReviewSerializer if self.action == "list" else ReviewDetailSerializer

    def get_queryset(self) -> QuerySet[Review]:
        rows = reviews_for(self.request.user)
        return rows if self.action == "list" else with_marks(rows)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._answer(self.get_object())

    @transaction.atomic
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Save what is written so far; ``marks`` left out stay as they are."""
        row = only_review(self.get_object())
        if not request.user.has_perm(WRITE, row):
            raise PermissionDenied()
        check_version(request, row, self.get_serializer(row))
        given = self.get_serializer(row, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        values = dict(given.validated_data)
        services.save_draft(review=row, marks=values.pop("scores", ()), values=values)
        return self._answer(row)

    def _answer(self, review: Review) -> Response:
        shown = self.get_queryset().get(pk=review.pk)
        return with_version(self.get_serializer(shown).data)


class OfReview(APIView):
    """Something of a review that is visible."""

    permission_classes = (IsAuthenticated,)
    unkept = ()

    def check_repeat(self, request: Request, answer: Any) -> None:
        """Whoever may no longer see it gets no old answer either."""
        self.get_review()

    def get_review(self) -> Review:
        return get_object_or_404(reviews_for(self.request.user), pk=self.kwargs["pk"])


class ReviewStepView(OfReview):
    """Take this step. 409 where it is not possible now, with the steps that are."""

    step = ""

    @extend_schema(request=StepReasonSerializer, responses=ReviewDetailSerializer)
    @idempotent
    def post(self, request: Request, pk: UUID) -> Response:
        found = self.get_review()
        context = {"table": REVIEW_STEPS, "step": self.step, "request": request}
        given = StepReasonSerializer(data=request.data, context=context)
        given.is_valid(raise_exception=True)
        services.take_review_step(
            review=found,
            step=self.step,
            by=cast(User, request.user),
            reason=given.get_reason(),
        )
        shown = with_marks(reviews_for(request.user)).get(pk=pk)
        return with_version(ReviewDetailSerializer(shown, context=context).data)


class ReviewedProposalView(OfReview):
    """The proposal to be reviewed, once its reviewer has said that nothing ties them to it."""

    refuses = ("403", "409")

    @extend_schema(responses=ReviewedProposalSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        review = self.get_review()
        if not is_secretariat(request.user):
            self._check_declared(review)
        return Response(ReviewedProposalSerializer(review.proposal).data)

    def _check_declared(self, review: Review) -> None:
        if review.status == ReviewStatus.ASSIGNED:
            told = _("Say first whether something ties you to this proposal.")
            raise Conflict(told, code="not_declared")
        if review.status not in READING:
            raise PermissionDenied()


class PanelView(OfReview):
    """All reviews of the same proposal: for who has handed in, once they are discussed."""

    refuses = ("403",)

    @extend_schema(responses=PanelReviewSerializer(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        review, staff = self.get_review(), is_secretariat(request.user)
        if not staff and not sits_on_panel(request.user, review):
            raise PermissionDenied()
        rows = list(panel_reviews(review))
        numbers = {one.pk: number for number, one in enumerate(rows, start=1)}
        context = {"request": request, "staff": staff, "numbers": numbers}
        return Response(PanelReviewSerializer(rows, many=True, context=context).data)


OF_REVIEW = "reviews/<uuid:pk>"
REVIEW_PATHS = [
    *(
        path(f"{OF_REVIEW}/{name}/", ReviewStepView.as_view(step=name), name=f"review-{name}")
        for name, step in REVIEW_STEPS.steps.items()
        if not step.by_itself
    ),
    path(f"{OF_REVIEW}/proposal/", ReviewedProposalView.as_view(), name="review-proposal"),
    path(f"{OF_REVIEW}/panel/", PanelView.as_view(), name="review-panel"),
]
