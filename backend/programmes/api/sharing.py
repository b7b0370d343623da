"""Sharing a proposal as one file, with people who have no account."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle

from backend.common.idempotency import idempotent
from backend.programmes.api.base import OfProposal
from backend.programmes.api.serializers.sharing import (
    NewSharedDossierSerializer,
    SharedDossierSerializer,
)
from backend.programmes.services.sharing import revoke, share_dossier

DECIDE = "programmes.submit_proposal"


class SharedDossiersView(OfProposal):
    """With whom the dossier was shared; and sharing it. For who decides for the applicant."""

    unkept = ("link",)  # whoever has it reads the dossier
    throttle_classes = (ScopedRateThrottle,)
    throttle_scope = "documents"
    right = DECIDE

    @extend_schema(responses=SharedDossierSerializer(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        proposal = self.get_proposal()
        if not self.user.has_perm(DECIDE, proposal):
            raise PermissionDenied()
        rows = proposal.shared.select_related("by").order_by("pk")
        return Response(SharedDossierSerializer(rows, many=True).data)

    @extend_schema(request=NewSharedDossierSerializer, responses={201: SharedDossierSerializer})
    @idempotent
    def post(self, request: Request, pk: UUID) -> Response:
        """Make the file, dossier and letters together, and a link to it."""
        proposal = self.get_to(DECIDE)
        given = NewSharedDossierSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        made = share_dossier(proposal=proposal, by=self.user, **given.validated_data)
        return Response(SharedDossierSerializer(made).data, status=status.HTTP_201_CREATED)


class RevokeView(OfProposal):
    """Take a shared dossier back: its link opens nothing any more."""

    unkept = ("link",)

    @extend_schema(request=None, responses=SharedDossierSerializer)
    @idempotent
    def post(self, request: Request, pk: UUID, row: UUID) -> Response:
        proposal = self.get_to(DECIDE)
        found = get_object_or_404(proposal.shared, pk=row)
        return Response(SharedDossierSerializer(revoke(shared=found)).data)


SHARING_PATHS = [
    path("proposals/<uuid:pk>/shared/", SharedDossiersView.as_view(), name="shared-dossiers"),
    path(
        "proposals/<uuid:pk>/shared/<uuid:row>/revoke/",
        RevokeView.as_view(),
        name="shared-dossier-revoke",
    ),
]
