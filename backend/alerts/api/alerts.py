"""One's own alerts: written, changed, paused, renewed and removed."""

from __future__ import annotations

from typing import Any, cast

from django.db import transaction
from django.db.models import Count, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from backend.accounts.models import User
from backend.alerts import services
from backend.alerts.api.serializers import AlertSerializer, FoundSerializer
from backend.alerts.looking import as_found, visible_hits
from backend.alerts.models import Alert
from backend.alerts.services.keeping import locked_alert
from backend.common.idempotency import idempotent
from backend.common.versions import check_version, with_version


class AlertViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    """Own ones only: of others' there is nothing to be seen, whoever asks."""

    permission_classes = (IsAuthenticated,)
    serializer_class = AlertSerializer
    queryset = Alert.objects.none()
    unkept = ()

    def get_queryset(self) -> QuerySet[Alert]:
        own = Alert.objects.visible_to(self.request.user).annotate(hit_count=Count("hits"))
        return own.prefetch_related("countries", "sectors").order_by("-pk")

    def check_repeat(self, request: Request, answer: Any) -> None:
        """What was removed is not told again."""
        get_object_or_404(self.get_queryset(), pk=self.kwargs.get("pk") or answer["id"])

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._answer(self.get_object())

    @idempotent
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A new alert, of what is new from now on. 409 once there are too many."""
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        made = services.create_alert(values=given.validated_data, by=self._user)
        return self._answer(made, status.HTTP_201_CREATED)

    @transaction.atomic
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        found = self._locked(request)
        given = self.get_serializer(found, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        services.change_alert(alert=found, values=given.validated_data)
        return self._answer(found)

    @transaction.atomic
    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Look for it no more; what it found goes with it."""
        services.remove_alert(alert=self._locked(request))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=None, responses=AlertSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def pause(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Be told nothing, until it goes on."""
        return self._step("pause")

    @extend_schema(request=None, responses=AlertSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def resume(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Be told again, of what is new from now on."""
        return self._step("resume")

    @extend_schema(request=None, responses=AlertSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def renew(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Keep it for another while."""
        return self._step("renew")

    @extend_schema(responses=FoundSerializer(many=True))
    @action(detail=True, methods=["get"], serializer_class=FoundSerializer)
    def hits(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """What it found and is still there, the newest first."""
        found = visible_hits(self.get_object().hits.all(), self._user)
        page = self.paginate_queryset(found.order_by("-pk"))
        return self.get_paginated_response(FoundSerializer(as_found(page or ()), many=True).data)

    @property
    def _user(self) -> User:
        return cast(User, self.request.user)

    def _locked(self, request: Request) -> Alert:
        found = locked_alert(self.get_object())
        found.hit_count = found.hits.count()  # type: ignore[attr-defined]  # as the list has it
        check_version(request, found, self.get_serializer(found))
        return found

    def _step(self, name: str) -> Response:
        return self._answer(services.take_step(alert=self.get_object(), step=name, by=self._user))

    def _answer(self, alert: Alert, status_code: int = status.HTTP_200_OK) -> Response:
        shown = self.get_queryset().get(pk=alert.pk)
        return with_version(self.get_serializer(shown).data, status=status_code)
