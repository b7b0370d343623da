"""Requests for access: asked for by anybody, decided on by officers."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.throttling import BaseThrottle, ScopedRateThrottle

from backend.access.api.serializers import (
    AccessAskedSerializer,
    AccessReasonSerializer,
    AccessRequestDetailSerializer,
    AccessRequestSerializer,
    ApprovalSerializer,
    NewAccessRequestSerializer,
)
from backend.access.filters import AccessRequestFilter
from backend.access.models import AccessRequest
from backend.access.selectors import access_requests
from backend.access.services import requests as services
from backend.accounts.models import User
from backend.common.idempotency import idempotent
from backend.common.versions import with_version
from backend.directory.selectors import is_secretariat
from backend.files.api import GivesFile
from backend.files.models import StoredFile


class AccessRequestViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet
):
    """Anybody may ask; the queue and the decisions are the secretariat's."""

    filterset_class = AccessRequestFilter
    queryset = AccessRequest.objects.none()
    throttle_scope = "access"
    unkept = ("email",)

    def get_permissions(self) -> list[Any]:
        return [AllowAny() if self.action == "create" else IsAuthenticated()]

    def get_throttles(self) -> list[BaseThrottle]:
        return [ScopedRateThrottle()] if self.action == "create" else []

    def get_serializer_class(self) -> type[BaseSerializer]:
        if self.action == "create":
            return NewAccessRequestSerializer
        return AccessRequestSerializer if self.action == "list" else AccessRequestDetailSerializer

    def get_queryset(self) -> QuerySet[AccessRequest]:
        return access_requests()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.action != "create" and not is_secretariat(request.user):
            raise NotFound()

    def check_repeat(self, request: Request, answer: Any) -> None:
        """``initial`` has checked the right to decide; asking needs none, and tells nothing."""

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._answer(self.get_object())

    @extend_schema(request=NewAccessRequestSerializer, responses={201: AccessAskedSerializer})
    @idempotent
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Ask for access for an organisation. What comes next is in a letter to the address."""
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        made = services.ask_for_access(values=given.validated_data)
        return Response(AccessAskedSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=ApprovalSerializer, responses=AccessRequestDetailSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def approve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Let it in: its focal point becomes an owner, and is written to."""
        found, given = self.get_object(), self._given(ApprovalSerializer)
        institution = given["institution"]
        services.approve(request=found, by=cast(User, request.user), institution=institution)
        return self._answer(found)

    @extend_schema(request=AccessReasonSerializer, responses=AccessRequestDetailSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def reject(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Refuse it; the asker reads why."""
        found, given = self.get_object(), self._given(AccessReasonSerializer)
        services.reject(request=found, by=cast(User, request.user), reason=given["reason"])
        return self._answer(found)

    @extend_schema(request=AccessReasonSerializer, responses=AccessRequestDetailSerializer)
    @action(detail=True, methods=["post"], url_path="return")
    @idempotent
    def send_back(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Ask for information: the asker completes it by the link of a letter."""
        found, given = self.get_object(), self._given(AccessReasonSerializer)
        services.send_back(request=found, by=cast(User, request.user), reason=given["reason"])
        return self._answer(found)

    def _given(self, kind: type[BaseSerializer]) -> dict[str, Any]:
        given = kind(data=self.request.data)
        given.is_valid(raise_exception=True)
        return given.validated_data

    def _answer(self, request: AccessRequest) -> Response:
        shown = self.get_queryset().get(pk=request.pk)
        context = self.get_serializer_context()
        return with_version(AccessRequestDetailSerializer(shown, context=context).data)


class AccessLetterView(GivesFile):
    """The official letter of an organisation that asks for access, for the secretariat."""

    def get_file(self) -> StoredFile:
        rows = access_requests().filter(letter__isnull=False)
        if not is_secretariat(self.request.user):
            raise NotFound()
        letter = get_object_or_404(rows, pk=self.kwargs["pk"]).letter
        assert letter is not None, "those without a letter were left out"
        return letter
