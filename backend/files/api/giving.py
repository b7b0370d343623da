"""Giving files: what the views of the apps above have in common."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.views import APIView

from backend.files.kinds import KINDS
from backend.files.models import StoredFile
from backend.files.views import give_file

RANGE = OpenApiResponse(OpenApiTypes.BINARY, "The range asked for.")
GIVEN: dict[Any, Any] = {  # how a view that gives a file is described
    **{(200, kind.media_type): OpenApiTypes.BINARY for kind in KINDS.values()},
    **{(206, kind.media_type): RANGE for kind in KINDS.values()},
    416: OpenApiResponse(description="There is no such range."),
}


class AnyAccepted(BaseContentNegotiation):
    """A file is what it is, whatever kinds the caller prefers; errors are JSON."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


class GivesFile(APIView):
    """A view that gives a file: apps above say which one, and raise 404 for a stranger."""

    permission_classes = (IsAuthenticated,)
    content_negotiation_class = AnyAccepted

    def get_file(self) -> StoredFile:
        raise NotImplementedError

    @extend_schema(responses=GIVEN)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The file itself, or the range of it that is asked for."""
        return give_file(cast(HttpRequest, request), self.get_file())
