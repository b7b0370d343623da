"""Who acts for an institution: read by members and officers, changed by owners and officers."""

from __future__ import annotations

from typing import Any, cast

from django.db import transaction
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from backend.access.api.of_institution import OfInstitution
from backend.access.api.serializers import MemberSerializer, MemberWithAddressSerializer
from backend.access.filters import MemberFilter
from backend.access.selectors import members_of, sees_addresses
from backend.access.services import members as services
from backend.accounts.models import User
from backend.common.idempotency import idempotent
from backend.common.versions import check_version, with_version
from backend.directory.models import Membership


class MemberViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, OfInstitution):
    """Those who act for it today; with ``former=true`` those who did."""

    filterset_class = MemberFilter
    serializer_class = MemberWithAddressSerializer
    queryset = Membership.objects.none()
    right = "access.see_members"

    def get_serializer_class(self) -> type[BaseSerializer]:
        if getattr(self, "swagger_fake_view", False):
            return MemberWithAddressSerializer
        shown = sees_addresses(self.request.user, self.institution)
        return MemberWithAddressSerializer if shown else MemberSerializer

    def get_queryset(self) -> QuerySet[Membership]:
        return members_of(self.institution)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._answer(self.get_object())

    @transaction.atomic
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Change the role. The last owner stays one."""
        row = services.locked_membership(self.get_object())
        services.check_manages(by=cast(User, request.user), institution=row.institution)
        check_version(request, row, self.get_serializer(row))
        given = self.get_serializer(row, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        role = given.validated_data.get("role", row.role)
        services.change_role(membership=row, role=role)
        return self._answer(row)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    @idempotent
    def end(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """From today on it is over: somebody's, or one's own. The last owner can't leave."""
        ended = services.end_membership(membership=self.get_object(), by=cast(User, request.user))
        return self._answer(ended)

    def _answer(self, membership: Membership) -> Response:
        return with_version(self.get_serializer(membership).data)
