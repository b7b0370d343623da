"""Files of proposals, for those who see the proposal."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from backend.common.idempotency import idempotent
from backend.files.api import GivesFile
from backend.files.models import StoredFile
from backend.programmes.api.base import WRITE, OfProposal
from backend.programmes.api.serializers.files import (
    NewProposalFileSerializer,
    ProposalFileSerializer,
)
from backend.programmes.models import ProposalFile
from backend.programmes.services.files import add_file, remove_file


class _Files(OfProposal):
    def get_files(self) -> QuerySet[ProposalFile]:
        return self.get_proposal().files.select_related("file", "by").order_by("pk")


class ProposalFilesView(_Files):
    """The files of a proposal, and adding one that was uploaded."""

    @extend_schema(responses=ProposalFileSerializer(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        return Response(ProposalFileSerializer(self.get_files(), many=True).data)

    @extend_schema(request=NewProposalFileSerializer, responses={201: ProposalFileSerializer})
    @idempotent
    def post(self, request: Request, pk: UUID) -> Response:
        proposal = self.get_to(WRITE)
        given = NewProposalFileSerializer(data=request.data, context={"request": request})
        given.is_valid(raise_exception=True)
        made = add_file(proposal=proposal, by=self.user, **given.validated_data)
        return Response(ProposalFileSerializer(made).data, status=status.HTTP_201_CREATED)


class ProposalFileView(_Files, GivesFile):
    """One file of a proposal."""

    def get_file(self) -> StoredFile:
        return get_object_or_404(self.get_files(), pk=self.kwargs["row"]).file

    @extend_schema(request=None, responses={204: None})
    @transaction.atomic
    def delete(self, request: Request, pk: UUID, row: UUID) -> Response:
        """Take it away again, as long as the proposal is being written."""
        proposal = self.get_to(WRITE)
        gone = get_object_or_404(self.get_files().select_for_update(of=("self",)), pk=row)
        remove_file(proposal=proposal, row=gone)
        return Response(status=status.HTTP_204_NO_CONTENT)


FILE_PATHS = [
    path("proposals/<uuid:pk>/files/", ProposalFilesView.as_view(), name="proposal-files"),
    path("proposals/<uuid:pk>/files/<uuid:row>/", ProposalFileView.as_view(), name="proposal-file"),
]
