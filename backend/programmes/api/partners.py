"""Who takes part in a proposal."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from backend.common.idempotency import idempotent
from backend.common.versions import check_version
from backend.directory.permissions import officer, writes_for
from backend.programmes.api.base import LEAD, OfProposal, RowsViewSet
from backend.programmes.api.serializers.partners import ProposalPartnerSerializer
from backend.programmes.models import Proposal, ProposalPartner
from backend.programmes.services import partners as services
from backend.programmes.services.moving import locked_proposal


class PartnersViewSet(RowsViewSet):
    """Who takes part, and who did; the applicant adds others."""

    kind = ProposalPartner
    serializer_class = ProposalPartnerSerializer
    queryset = ProposalPartner.objects.none()

    def rows_of(self, proposal: Proposal) -> QuerySet[ProposalPartner]:
        return proposal.partners.select_related("institution", "country").order_by("pk")

    @idempotent
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        proposal = self.get_to(LEAD)
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        made = services.add_partner(proposal=proposal, values=given.validated_data)
        return self._answer(made, status.HTTP_201_CREATED)

    @transaction.atomic
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        proposal, row = self._locked()
        check_version(request, row, self.get_serializer(row))
        given = self.get_serializer(row, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        services.change_partner(proposal=proposal, row=row, values=given.validated_data)
        return self._answer(row)


class LeaveView(OfProposal):
    """A partner leaves: its own people say so, or the applicant's."""

    @extend_schema(request=None, responses=ProposalPartnerSerializer)
    @idempotent
    def post(self, request: Request, pk: UUID, row: UUID) -> Response:
        proposal = locked_proposal(self.get_proposal())
        partner = get_object_or_404(proposal.partners.select_related("institution"), pk=row)
        user = self.user
        own = officer(user) or writes_for(user, partner.institution)
        if not (own or user.has_perm(LEAD, proposal)):
            raise PermissionDenied()
        left = services.leave(proposal=proposal, partner=partner)
        context = {"proposal": proposal, "request": request}
        return Response(ProposalPartnerSerializer(left, context=context).data)


PARTNER_PATHS = [
    path(
        "proposals/<uuid:pk>/partners/",
        PartnersViewSet.as_view({"get": "list", "post": "create"}),
        name="proposal-partners",
    ),
    path(
        "proposals/<uuid:pk>/partners/<uuid:row>/",
        PartnersViewSet.as_view({"get": "retrieve", "patch": "partial_update"}),
        name="proposal-partner",
    ),
    path(
        "proposals/<uuid:pk>/partners/<uuid:row>/leave/",
        LeaveView.as_view(),
        name="proposal-partner-leave",
    ),
]
