"""Calls for proposals: read by everybody once announced, written by officers."""

from __future__ import annotations

from typing import Any, cast

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response

from backend.accounts.models import User
from backend.common.idempotency import idempotent
from backend.common.versions import check_version, with_version
from backend.consultations.services.meetings import zone_of
from backend.programmes.api.serializers.calls import CallSerializer, ExtendCallSerializer
from backend.programmes.filters import CallFilter
from backend.programmes.models import Call
from backend.programmes.selectors.calls import calls_for
from backend.programmes.services import calls as services

RUN = "programmes.run_programme"


class CallViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """All for officers, for everybody else those announced."""

    permission_classes = (IsAuthenticatedOrReadOnly,)
    serializer_class = CallSerializer
    filterset_class = CallFilter
    queryset = Call.objects.none()
    unkept = ()

    def get_queryset(self) -> QuerySet[Call]:
        return calls_for(self.request.user)

    def check_repeat(self, request: Request, answer: Any) -> None:
        self._permitted()

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        with timezone.override(self._zone()):
            return super().list(request, *args, **kwargs)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._answer(self.get_object())

    @idempotent
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A call that officers alone see, until it is announced."""
        self._permitted()
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        made = services.create_call(values=given.validated_data)
        return self._answer(made, status.HTTP_201_CREATED)

    @transaction.atomic
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Once it is announced, its names and its money alone."""
        found = self._locked()
        check_version(request, found, self.get_serializer(found))
        given = self.get_serializer(found, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        return self._answer(services.change_call(call=found, values=given.validated_data))

    @extend_schema(request=None, responses=CallSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def announce(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Let everybody see it."""
        return self._answer(services.announce_call(call=self._locked()))

    @extend_schema(request=ExtendCallSerializer, responses=CallSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def extend(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Move a deadline to a later instant, on record; who is writing is told by letter."""
        found = self._locked()
        given = ExtendCallSerializer(data=request.data, context={"call": found})
        given.is_valid(raise_exception=True)
        services.extend_call(call=found, by=cast(User, request.user), **given.validated_data)
        return self._answer(found)

    def _locked(self) -> Call:
        """By an officer; others get 403, or 404 where it is not announced."""
        found = self.get_object()
        self._permitted()
        return services.locked_call(found)

    def _permitted(self) -> None:
        if not self.request.user.has_perm(RUN):
            raise PermissionDenied()

    def _zone(self) -> Any:
        user = self.request.user
        return zone_of(user) if user.is_authenticated else None

    def _answer(self, call: Call, status_code: int = status.HTTP_200_OK) -> Response:
        """As it stands now, with times as the reader's clock shows them, too."""
        shown = self.get_queryset().get(pk=call.pk)
        with timezone.override(self._zone()):
            return with_version(self.get_serializer(shown).data, status=status_code)
