"""What is held on whoever asks: downloaded, and erased."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Iterator
from typing import Any, cast

from django.core.serializers.json import DjangoJSONEncoder
from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from drf_standardized_errors.openapi_serializers import ErrorResponse429Serializer
from rest_framework import serializers, status
from rest_framework.exceptions import AuthenticationFailed, NotFound, ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.api.login import log_in
from backend.accounts.models import User
from backend.common import personal
from backend.common.archives import Parts, zipped
from backend.common.idempotency import idempotent
from backend.directory.api.own import ErasureSerializer
from backend.directory.models import Erasure, Expert
from backend.directory.personal import person_of
from backend.directory.services import erasures


class Own(APIView):
    """Of the person who is logged in."""

    permission_classes = (IsAuthenticated,)
    unkept: tuple[str, ...] = ()

    def check_repeat(self, request: Request, answer: Any) -> None:
        """An answer about oneself is one's own."""

    def get_user(self) -> User:
        return cast(User, self.request.user)


class OwnDataView(Own):
    """Everything the platform holds on you: JSON, or a ZIP of it where there are files too."""

    @extend_schema(
        responses={
            (200, "application/json"): OpenApiTypes.OBJECT,
            (200, "application/zip"): OpenApiTypes.BINARY,
        }
    )
    def get(self, request: Request) -> Response | StreamingHttpResponse:
        user = self.get_user()
        person = person_of(user, Expert.objects.filter(user=user).first())
        data, files = personal.export(person), personal.files(person)
        first = next(files, None)
        if first is None:
            return Response(data, headers={"Content-Disposition": _attached("counterpart.json")})
        parts = _parts(data, itertools.chain([first], files))
        headers = {
            "Content-Disposition": _attached("counterpart.zip"),
            "Content-Encoding": "identity",  # it is packed already
            "Cache-Control": "private, no-store",
        }
        return StreamingHttpResponse(zipped(parts), content_type="application/zip", headers=headers)


class AskErasureSerializer(serializers.Serializer):
    """As at log-in: the password, and the code where there is a second factor."""

    password = serializers.CharField(max_length=1000, trim_whitespace=False)
    code = serializers.CharField(required=False, max_length=20, allow_blank=True)


class OwnErasureView(Own):
    """Have everything the platform holds on you erased."""

    @extend_schema(responses=ErasureSerializer)
    def get(self, request: Request) -> Response:
        """What was asked for and is still to come."""
        return Response(ErasureSerializer(self.get_open()).data)

    @extend_schema(
        request=AskErasureSerializer,
        responses={201: ErasureSerializer, 429: ErrorResponse429Serializer},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Ask for it. The letter's link confirms it, and some days later it is carried out."""
        given = AskErasureSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        user = self.get_user()
        try:
            log_in(request, user.email, **given.validated_data)
        except AuthenticationFailed:
            told = _("The password or the code is not right.")
            raise ValidationError({"password": told}) from None
        row = erasures.ask(user=user)
        return Response(ErasureSerializer(row).data, status=status.HTTP_201_CREATED)

    def get_open(self) -> Erasure:
        row = erasures.open_erasure(self.get_user())
        if row is None:
            raise NotFound()
        return row


class CancelErasureView(OwnErasureView):
    """Take it back, any time before it is carried out."""

    http_method_names = ["post", "options"]

    @extend_schema(request=None, responses=ErasureSerializer)
    @idempotent
    def post(self, request: Request) -> Response:
        row = erasures.cancel(erasure=self.get_open(), by=self.get_user())
        return Response(ErasureSerializer(row).data)


def _attached(name: str) -> str:
    return f'attachment; filename="{name}"'


def _parts(data: dict[str, Any], files: Parts) -> Iterator[tuple[str, Iterable[bytes]]]:
    told = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    yield "counterpart.json", [told.encode()]
    for name, pieces in files:
        yield f"files/{name}", pieces
