"""Officers among themselves: who there is, who stands in, and handing everything over."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from backend.accounts.models import User
from backend.common.idempotency import idempotent
from backend.common.versions import with_version
from backend.consultations.api.serializers.officers import (
    DeputySerializer,
    HandedOverSerializer,
    HandOverSerializer,
    OfficerSerializer,
)
from backend.consultations.models import Deputy
from backend.consultations.selectors import deputies, has_been_officer, officers
from backend.consultations.services import assigning
from backend.directory.selectors import is_secretariat


class ForOfficers(viewsets.GenericViewSet):
    """For others there is nothing here."""

    permission_classes = (IsAuthenticated,)
    unkept = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not is_secretariat(request.user):
            raise NotFound()

    def check_repeat(self, request: Request, answer: Any) -> None:
        """``initial`` has checked the one right there is."""


class OfficerViewSet(mixins.ListModelMixin, ForOfficers):
    """Those of the secretariat today, with how much they have to do."""

    serializer_class = OfficerSerializer
    queryset = User.objects.none()

    def get_queryset(self) -> QuerySet[User]:
        return officers()

    @extend_schema(request=HandOverSerializer, responses=HandedOverSerializer)
    @action(detail=True, methods=["post"], url_path="hand-over")
    @idempotent
    def hand_over(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Give all open requests of an officer, also of one who has left, to another."""
        officer = get_object_or_404(User.objects.filter(has_been_officer()), pk=kwargs["pk"])
        given = HandOverSerializer(data=request.data, context={"officer": officer})
        given.is_valid(raise_exception=True)
        count = assigning.hand_over(
            officer=officer, by=cast(User, request.user), **given.validated_data
        )
        return Response(HandedOverSerializer({"requests": count}).data)


class DeputyViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ForOfficers):
    """Who stands in for whom, today or later: the absent one's cases are in both queues."""

    serializer_class = DeputySerializer
    queryset = Deputy.objects.none()

    def get_queryset(self) -> QuerySet[Deputy]:
        return deputies()

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return with_version(self.get_serializer(self.get_object()).data)

    @idempotent
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Name a deputy for oneself, or for somebody who can't."""
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        made = assigning.name_deputy(**given.validated_data)
        return with_version(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    @idempotent
    def end(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """From today on it is over."""
        assigning.end_deputy(deputy=self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)
