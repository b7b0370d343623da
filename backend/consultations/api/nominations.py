"""Asking institutions for nominations, and their answers."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from backend.accounts.models import User
from backend.common.idempotency import idempotent
from backend.common.versions import with_version
from backend.consultations.api.serializers.nominations import (
    DeclineNominationSerializer,
    NominationAskingSerializer,
    NominationDetailSerializer,
    NominationSerializer,
    OfNomineeSerializer,
    ProposeSerializer,
    RefuseSerializer,
)
from backend.consultations.api.shortlist import OfRequest
from backend.consultations.filters import NominationFilter
from backend.consultations.models import Nomination
from backend.consultations.selectors import nominations_for
from backend.consultations.services import nominations as services
from backend.consultations.services import nominees


class NominationsView(OfRequest):
    """Ask an institution to name somebody, or to release those of its people who are proposed."""

    @extend_schema(request=NominationAskingSerializer, responses={201: NominationDetailSerializer})
    @idempotent
    def post(self, request: Request, pk: UUID) -> Response:
        found = self.get_to_broker()
        given = NominationAskingSerializer(data=request.data, context={"asked": found})
        given.is_valid(raise_exception=True)
        made = services.ask_nomination(
            request=found,
            institution=given.validated_data["institution"],
            clear=given.validated_data.get("clear", []),
            by=cast(User, request.user),
            asking=given.get_asking(),
        )
        row = nominations_for(request.user).get(pk=made.pk)
        shown = NominationDetailSerializer(row, context={"request": request})
        return with_version(shown.data, status=status.HTTP_201_CREATED)


class NominationViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """All for officers; for focal points those of their institutions."""

    permission_classes = (IsAuthenticated,)
    filterset_class = NominationFilter
    queryset = Nomination.objects.none()
    unkept = ()

    def get_serializer_class(self) -> type[NominationSerializer]:
        return NominationSerializer if self.action == "list" else NominationDetailSerializer

    def get_queryset(self) -> QuerySet[Nomination]:
        return nominations_for(self.request.user)

    def check_repeat(self, request: Request, answer: Any) -> None:
        """Whoever may no longer see it gets no old answer either."""
        get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return with_version(self.get_serializer(self.get_object()).data)

    @extend_schema(request=ProposeSerializer, responses=NominationDetailSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def propose(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Name somebody, who comes onto the shortlist."""
        found = self.get_object()
        given = self._given(ProposeSerializer, found)
        nominees.propose(
            nomination=found,
            person=given.get_proposed(),
            by=cast(User, request.user),
            on_behalf=given.get_on_behalf(found.institution),
        )
        return self._answer(found)

    @extend_schema(request=OfNomineeSerializer, responses=NominationDetailSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def release(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Release one of the people: the institution agrees."""
        return self._answer_for("release", OfNomineeSerializer)

    @extend_schema(request=RefuseSerializer, responses=NominationDetailSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def refuse(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Do not release one of the people, and say why."""
        return self._answer_for("refuse", RefuseSerializer)

    @extend_schema(request=DeclineNominationSerializer, responses=NominationDetailSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def decline(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Name nobody, and say why."""
        found = self.get_object()
        given = self._given(DeclineNominationSerializer, found)
        services.decline_nomination(
            nomination=found,
            by=cast(User, request.user),
            reason=given.validated_data["reason"],
            on_behalf=given.get_on_behalf(found.institution),
        )
        return self._answer(found)

    @extend_schema(request=None, responses=NominationDetailSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def withdraw(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Take it back: for officers."""
        found = self.get_object()
        if not request.user.has_perm("consultations.broker_nomination", found):
            raise PermissionDenied()
        services.withdraw_nomination(nomination=found, by=cast(User, request.user))
        return self._answer(found)

    def _answer_for(self, step: str, kind: Any) -> Response:
        found = self.get_object()
        given = self._given(kind, found)
        nominees.answer_for(
            nominee=given.validated_data["nominee"],
            step=step,
            by=cast(User, self.request.user),
            reason=given.validated_data.get("reason", ""),
            on_behalf=given.get_on_behalf(found.institution),
        )
        return self._answer(found)

    def _given(self, kind: Any, nomination: Nomination) -> Any:
        context = {"user": self.request.user, "nomination": nomination}
        given = kind(data=self.request.data, context=context)
        given.is_valid(raise_exception=True)
        return given

    def _answer(self, nomination: Nomination) -> Response:
        shown = self.get_queryset().get(pk=nomination.pk)
        return with_version(self.get_serializer(shown).data)
