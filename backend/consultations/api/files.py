"""Files of requests, for those who see the request and those invited, and of deliverables."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.models import User
from backend.common.idempotency import idempotent
from backend.consultations.api.serializers.files import (
    InvitedFileSerializer,
    NewRequestFileSerializer,
    RequestFileSerializer,
)
from backend.consultations.api.shortlist import OfRequest
from backend.consultations.models import (
    ConsultationRequest,
    DeliverableFile,
    Invitation,
    RequestFile,
)
from backend.consultations.selectors import annexes, engagements_for, invitations_for
from backend.consultations.services import files as services
from backend.consultations.services.moving import locked_request
from backend.directory.permissions import refuse_delegates
from backend.files.api import GivesFile
from backend.files.models import StoredFile


class _Files(OfRequest):
    def get_files(self) -> QuerySet[RequestFile]:
        rows = self.get_request().files.visible_to(self.request.user)
        return rows.select_related("file", "by").order_by("pk")

    def get_to_write(self) -> ConsultationRequest:
        """Locked, for whoever may write the request; others get 403."""
        row = locked_request(self.get_request())
        if not self.request.user.has_perm("consultations.write_request", row):
            raise PermissionDenied()
        return row


class RequestFilesView(_Files):
    """The files of a request, and adding one that was uploaded."""

    @extend_schema(responses=RequestFileSerializer(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        return Response(RequestFileSerializer(self.get_files(), many=True).data)

    @extend_schema(request=NewRequestFileSerializer, responses={201: RequestFileSerializer})
    @idempotent
    def post(self, request: Request, pk: UUID) -> Response:
        found = self.get_to_write()
        given = NewRequestFileSerializer(data=request.data, context={"user": request.user})
        given.is_valid(raise_exception=True)
        made = services.add_request_file(
            request=found, by=cast(User, request.user), **given.validated_data
        )
        return Response(RequestFileSerializer(made).data, status=status.HTTP_201_CREATED)


class RequestFileView(_Files, GivesFile):
    """One file of a request."""

    def get_file(self) -> StoredFile:
        return get_object_or_404(self.get_files(), pk=self.kwargs["row"]).file

    @extend_schema(request=None, responses={204: None})
    @transaction.atomic
    def delete(self, request: Request, pk: UUID, row: UUID) -> Response:
        """Take it away again, as long as the request is with the partner."""
        found = self.get_to_write()
        gone = get_object_or_404(self.get_files().select_for_update(of=("self",)), pk=row)
        services.remove_request_file(request=found, row=gone, by=cast(User, request.user))
        return Response(status=status.HTTP_204_NO_CONTENT)


class InvitationFilesView(APIView):
    """The annexes that go with an invitation."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(responses=InvitedFileSerializer(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        return Response(InvitedFileSerializer(annexes(invited(request, pk)), many=True).data)


class InvitationFileView(GivesFile):
    """One of these annexes."""

    def get_file(self) -> StoredFile:
        rows = annexes(invited(self.request, self.kwargs["pk"]))
        return get_object_or_404(rows, pk=self.kwargs["row"]).file


class DeliverableFileView(GivesFile):
    """A file of a deliverable, for whoever may see the engagement."""

    def get_file(self) -> StoredFile:
        engagement = get_object_or_404(engagements_for(self.request.user), pk=self.kwargs["pk"])
        rows = DeliverableFile.objects.filter(deliverable__engagement=engagement)
        return get_object_or_404(rows.select_related("file"), file=self.kwargs["file"]).file


def invited(request: Request, pk: Any) -> Invitation:
    return get_object_or_404(invitations_for(request.user), pk=pk)


def answering(request: Request, pk: Any) -> Invitation:
    """For what the expert says, or an officer for the expert; a delegate, who looks, gets 403."""
    found = invited(request, pk)
    refuse_delegates(cast(User, request.user), found.expert)
    return found


FILE_PATHS = [
    path(
        "consultation-requests/<uuid:pk>/files/", RequestFilesView.as_view(), name="request-files"
    ),
    path(
        "consultation-requests/<uuid:pk>/files/<uuid:row>/",
        RequestFileView.as_view(),
        name="request-file",
    ),
    path("invitations/<uuid:pk>/files/", InvitationFilesView.as_view(), name="invitation-files"),
    path(
        "invitations/<uuid:pk>/files/<uuid:row>/",
        InvitationFileView.as_view(),
        name="invitation-file",
    ),
    path(
        "engagements/<uuid:pk>/files/<uuid:file>/",
        DeliverableFileView.as_view(),
        name="deliverable-file",
    ),
]
