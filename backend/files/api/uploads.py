"""Sending files, part by part."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.models import User
from backend.common.errors import ErrorAnswerSerializer
from backend.common.idempotency import idempotent
from backend.files import services
from backend.files.api.serializers import UploadSerializer
from backend.files.models import FileStatus, StoredFile
from backend.files.parsers import MEDIA_TYPE, PartParser

OFFSET = "Upload-Offset"


class UploadsViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    """One's own files, those that belong to nothing yet among them; and announcing another."""

    permission_classes = (IsAuthenticated,)
    serializer_class = UploadSerializer
    queryset = StoredFile.objects.none()
    unkept = ()

    def get_queryset(self) -> Any:
        return StoredFile.objects.sent_by(self.request.user)

    def check_repeat(self, request: Request, answer: Any) -> None:
        """It is everybody's own."""

    @extend_schema(responses={201: UploadSerializer})
    @idempotent
    def create(self, request: Request) -> Response:
        """Announce a file: its name, its size in bytes and its SHA-256. Parts follow by PATCH."""
        given = UploadSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        made = services.begin_upload(by=cast(User, request.user), **given.validated_data)
        return Response(UploadSerializer(made).data, status=status.HTTP_201_CREATED)


class UploadView(APIView):
    """One's own file: how far it has come, its next part, and giving it up."""

    permission_classes = (IsAuthenticated,)
    parser_classes = (PartParser,)
    versioned = False  # the offset says on what a part was sent

    @extend_schema(responses=UploadSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        """``offset`` (also as a header, for HEAD) is where the next part begins."""
        return self._answer(self._own(pk))

    @extend_schema(
        request={MEDIA_TYPE: OpenApiTypes.BINARY},
        responses={200: UploadSerializer, 400: ErrorAnswerSerializer, 413: ErrorAnswerSerializer},
        parameters=[
            OpenApiParameter(
                OFFSET,
                int,
                OpenApiParameter.HEADER,
                required=True,
                description="Where the part begins: as many bytes as are kept already.",
            )
        ],
    )
    def patch(self, request: Request, pk: UUID) -> Response:
        """Send the next part, of at most 4 MB. 409 with ``offset`` where another is next.

        With the last part the file is looked through; 400 says why it is refused, if it is.
        """
        file, offset = self._own(pk), _offset(request)
        part = request.data if isinstance(request.data, bytes) else b""  # none: there is no body
        file = services.append_part(file=file, offset=offset, part=part)
        if file.status == FileStatus.REFUSED:
            raise serializers.ValidationError(
                {"file": file.get_refusal_display()}, code=file.refusal
            )
        return self._answer(file)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, pk: UUID) -> Response:
        """Give it up; what belongs to something stays."""
        services.discard(file=self._own(pk))
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _own(self, pk: UUID) -> StoredFile:
        return get_object_or_404(StoredFile.objects.sent_by(self.request.user), pk=pk)

    def _answer(self, file: StoredFile) -> Response:
        headers = {OFFSET: str(file.offset), "Cache-Control": "no-store"}
        return Response(UploadSerializer(file).data, headers=headers)


def _offset(request: Request) -> int:
    given = request.headers.get(OFFSET, "")
    if not (given.isascii() and given.isdigit() and len(given) < 16):
        told = _("Where the part begins, such as 0: as many bytes as are kept already.")
        raise serializers.ValidationError({OFFSET: told})
    return int(given)
