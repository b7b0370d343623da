"""Colleagues invited to an institution: for its owners, and officers."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from backend.access.api.of_institution import OfInstitution
from backend.access.api.serializers import (
    MemberInvitationSerializer,
    NewMemberInvitationSerializer,
)
from backend.access.filters import MemberInvitationFilter
from backend.access.models import MemberInvitation
from backend.access.selectors import invitations_of
from backend.access.services import invitations as services
from backend.accounts.models import User
from backend.common.idempotency import idempotent
from backend.common.versions import with_version


class MemberInvitationViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, OfInstitution):
    """Invite by e-mail, in a role; take back; send again once a day at most."""

    filterset_class = MemberInvitationFilter
    serializer_class = MemberInvitationSerializer
    queryset = MemberInvitation.objects.none()

    def get_queryset(self) -> QuerySet[MemberInvitation]:
        return invitations_of(self.institution)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._answer(self.get_object())

    @extend_schema(
        request=NewMemberInvitationSerializer, responses={201: MemberInvitationSerializer}
    )
    @idempotent
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        given = NewMemberInvitationSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        made = services.invite_colleague(
            institution=self.institution, by=cast(User, request.user), **given.validated_data
        )
        return self._answer(made, status.HTTP_201_CREATED)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    @idempotent
    def withdraw(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Take it back: its link leads nowhere any more."""
        row = services.withdraw(invitation=self.get_object(), by=cast(User, request.user))
        return self._answer(row)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    @idempotent
    def resend(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Write the letter again, and begin its time anew."""
        row = services.resend(invitation=self.get_object(), by=cast(User, request.user))
        return self._answer(row)

    def _answer(self, row: MemberInvitation, code: int = status.HTTP_200_OK) -> Response:
        return with_version(self.get_serializer(row).data, status=code)
