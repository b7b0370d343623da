"""Engagements: terms, steps, deliverables and feedback."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.models import User
from backend.common.idempotency import idempotent
from backend.common.versions import check_version, with_version
from backend.consultations.api.serializers.engagements import (
    DeliverableSerializer,
    EngagementDetailSerializer,
    EngagementSerializer,
    EngagementStepSerializer,
    FeedbackSerializer,
)
from backend.consultations.engaging import OF_PARTNER, STEPS
from backend.consultations.filters import EngagementFilter
from backend.consultations.models import Deliverable, DeliverableGist, Engagement, Feedback
from backend.consultations.selectors import engagements_for, with_all
from backend.consultations.services import engagements as services
from backend.directory.api.gists import GistsView
from backend.directory.permissions import refuse_delegates


class EngagementViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """All for officers; for partners those of their requests, for an expert the own ones."""

    permission_classes = (IsAuthenticated,)
    filterset_class = EngagementFilter
    queryset = Engagement.objects.none()
    unkept = ()

    def get_serializer_class(self) -> type[EngagementSerializer]:
        return EngagementSerializer if self.action == "list" else EngagementDetailSerializer

    def get_queryset(self) -> QuerySet[Engagement]:
        rows = engagements_for(self.request.user)
        return rows if self.action == "list" else with_all(rows)

    def check_repeat(self, request: Request, answer: Any) -> None:
        """Whoever may no longer see it gets no old answer either."""
        get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._answer(self.get_object())

    @transaction.atomic
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Write the terms, until they are agreed."""
        found = self.get_object()
        if not request.user.has_perm("consultations.broker_engagement", found):
            raise PermissionDenied()
        row = services.locked_engagement(found)
        check_version(request, row, self.get_serializer(row))
        given = self.get_serializer(found, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        services.change_terms(engagement=found, values=given.validated_data)
        return self._answer(found)

    @extend_schema(request=DeliverableSerializer, responses={201: DeliverableSerializer})
    @action(detail=True, methods=["post"])
    @idempotent
    def deliverables(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Hand something in; under the same title it is the next version."""
        found = self._permitted("consultations.work_on_engagement")
        given = DeliverableSerializer(data=request.data, context={"request": request})
        given.is_valid(raise_exception=True)
        values = dict(given.validated_data)
        files = values.pop("uploads", ())
        made = services.hand_in(
            engagement=found, by=cast(User, request.user), values=values, files=files
        )
        return Response(DeliverableSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=FeedbackSerializer, responses={201: FeedbackSerializer})
    @action(detail=True, methods=["post"])
    @idempotent
    def feedback(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Say how the work was; each side once."""
        found = self.get_object()
        refuse_delegates(cast(User, request.user), found.expert)
        engaged = found.expert.user_id == cast(User, request.user).pk
        if not engaged and not request.user.has_perm("consultations.judge_engagement", found):
            raise PermissionDenied()
        given = FeedbackSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        made = services.give_feedback(
            engagement=found,
            side=Feedback.Side.EXPERT if engaged else Feedback.Side.PARTNER,
            by=cast(User, request.user),
            **given.validated_data,
        )
        return Response(FeedbackSerializer(made).data, status=status.HTTP_201_CREATED)

    def _permitted(self, permission: str) -> Engagement:
        found = self.get_object()
        refuse_delegates(cast(User, self.request.user), found.expert)
        if not self.request.user.has_perm(permission, found):
            raise PermissionDenied()
        return found

    def _answer(self, engagement: Engagement) -> Response:
        return with_version(self.get_serializer(self.get_queryset().get(pk=engagement.pk)).data)


class DeliverableGistsView(GistsView):
    gist = DeliverableGist
    right = "consultations.write_gist"
    permission_classes = (IsAuthenticated,)

    def originals(self) -> QuerySet[Deliverable]:
        engagements = engagements_for(self.request.user).order_by().values("pk")
        rows = Deliverable.objects.filter(engagement__in=engagements)
        return rows.select_related("engagement__expert", "engagement__request__need__institution")


class EngagementStepView(APIView):
    """Take this step. 409 where it is not possible now, with the steps that are."""

    permission_classes = (IsAuthenticated,)
    unkept = ()
    step = ""

    def check_repeat(self, request: Request, answer: Any) -> None:
        """Whoever may no longer see it gets no old answer either."""
        get_object_or_404(engagements_for(request.user), pk=self.kwargs["pk"])

    @extend_schema(request=EngagementStepSerializer, responses=EngagementDetailSerializer)
    @idempotent
    def post(self, request: Request, pk: UUID) -> Response:
        found = get_object_or_404(engagements_for(request.user), pk=pk)
        refuse_delegates(cast(User, request.user), found.expert)
        asked = {"step": self.step, "user": request.user}
        given = EngagementStepSerializer(data=request.data, context=asked)
        given.is_valid(raise_exception=True)
        whose = found.request.institution if self.step in OF_PARTNER else found.expert
        services.take_engagement_step(
            engagement=found,
            step=self.step,
            by=cast(User, request.user),
            reason=given.validated_data.get("reason", "").strip(),
            on_behalf=given.get_on_behalf(whose),
        )
        shown = with_all(engagements_for(request.user)).get(pk=pk)
        return with_version(EngagementDetailSerializer(shown, context={"request": request}).data)


ENGAGEMENT_STEP_PATHS = [
    path(
        f"engagements/<uuid:pk>/{name}/",
        EngagementStepView.as_view(step=name),
        name=f"engagement-{name}",
    )
    for name, step in STEPS.steps.items()
    if not step.by_itself
]
