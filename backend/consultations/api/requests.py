"""Writing and reading requests."""

from __future__ import annotations

from typing import Any, cast

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from backend.accounts.models import User
from backend.common.idempotency import idempotent
from backend.common.versions import check_version, with_version
from backend.consultations import services
from backend.consultations.api.serializers import (
    AssignmentSerializer,
    AssignmentTakenSerializer,
    DuplicateSerializer,
    RequestCountsSerializer,
    RequestDetailSerializer,
    RequestSerializer,
    StepTakenSerializer,
)
from backend.consultations.api.serializers.similar import PublicationSerializer
from backend.consultations.counting import counts
from backend.consultations.filters import RequestFilter
from backend.consultations.models import ConsultationRequest
from backend.consultations.selectors import requests_for
from backend.directory.selectors import is_secretariat


class ConsultationRequestViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet
):
    """List, read, create, change, duplicate and assign requests, each by right."""

    permission_classes = (IsAuthenticated,)
    filterset_class = RequestFilter
    queryset = ConsultationRequest.objects.none()
    narrowed = ("counts",)
    unkept = ()

    def get_serializer_class(self) -> type[RequestSerializer]:
        return RequestSerializer if self.action == "list" else RequestDetailSerializer

    def get_serializer_context(self) -> dict[str, Any]:
        staff = is_secretariat(self.request.user)
        return {**super().get_serializer_context(), "staff": staff}

    def get_queryset(self) -> QuerySet[ConsultationRequest]:
        return requests_for(self.request.user)

    def check_repeat(self, request: Request, answer: Any) -> None:
        """Whoever may no longer see the request gets no old answer either."""
        get_object_or_404(self.get_queryset(), pk=self.kwargs.get("pk") or answer["id"])

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._answer(self.get_object())

    @idempotent
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        made = services.create_request(values=given.validated_data)
        return self._answer(made, status.HTTP_201_CREATED)

    @transaction.atomic
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        found = self._locked("consultations.write_request")
        check_version(request, found, self.get_serializer(found))
        given = self.get_serializer(found, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        services.change_request(request=found, values=given.validated_data)
        return self._answer(found)

    @extend_schema(request=DuplicateSerializer, responses={201: RequestDetailSerializer})
    @action(detail=True, methods=["post"])
    @idempotent
    def duplicate(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A new draft that says the same; an advice may grow into a consultation in it."""
        found = self._locked("consultations.write_request")
        given = DuplicateSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        made = services.duplicate_request(
            request=found, by=cast(User, request.user), **given.validated_data
        )
        return self._answer(made, status.HTTP_201_CREATED)

    @extend_schema(request=AssignmentSerializer, responses=RequestDetailSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def assign(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Say who of the secretariat looks after it."""
        found = self._locked("consultations.broker_request")
        given = AssignmentSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        services.assign_officer(
            request=found, officer=given.validated_data["officer"], by=cast(User, request.user)
        )
        return self._answer(found)

    @extend_schema(request=PublicationSerializer, responses=RequestDetailSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def publish(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Let others who log in read its outline, where they ask for requests like theirs."""
        found = self._locked("consultations.publish_request")
        given = PublicationSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        summary = given.validated_data.get("result_summary")
        services.publish_request(request=found, result_summary=summary)
        return self._answer(found)

    @extend_schema(request=None, responses=RequestDetailSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def unpublish(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Take its outline back."""
        found = self._locked("consultations.publish_request")
        services.unpublish_request(request=found)
        return self._answer(found)

    @extend_schema(responses=StepTakenSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def steps(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """What happened to it, the first step first."""
        taken = self.get_object().steps.select_related("by").order_by("pk")
        return Response(StepTakenSerializer(taken, many=True).data)

    @extend_schema(responses=AssignmentTakenSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def assignments(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Who looked after it, the first one first: for officers, nothing for others."""
        found = self.get_object()
        if not request.user.has_perm("consultations.broker_request", found):
            raise NotFound()
        taken = found.assignments.select_related("officer", "before", "by").order_by("pk")
        return Response(AssignmentTakenSerializer(taken, many=True).data)

    @extend_schema(responses=RequestCountsSerializer)
    @action(detail=False, pagination_class=None)
    def counts(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """How many there are of those one may see, narrowed as the list is."""
        rows = self.filter_queryset(ConsultationRequest.objects.visible_to(request.user))
        return Response(RequestCountsSerializer(counts(rows)).data)

    def _locked(self, permission: str) -> ConsultationRequest:
        """To be changed. A stranger gets 404, a colleague without the right 403."""
        found = self.get_object()
        row = ConsultationRequest.objects.select_for_update(of=("self",)).get(pk=found.pk)
        if not self.request.user.has_perm(permission, row):
            raise PermissionDenied()
        return row

    def _answer(
        self, request: ConsultationRequest, status_code: int = status.HTTP_200_OK
    ) -> Response:
        shown = self.get_queryset().get(pk=request.pk)
        return with_version(self.get_serializer(shown).data, status=status_code)
