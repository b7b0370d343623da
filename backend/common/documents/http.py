"""Documents over HTTP: ``?format=pdf|docx`` and ``?language=``, for whoever may see the row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils import translation
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from backend.common.documents.content import Document
from backend.common.documents.docx import to_docx
from backend.common.documents.pdf import document_to_pdf
from backend.common.errors import ErrorAnswerSerializer
from backend.common.fields import ChoiceField
from backend.common.filters import refuse_bad_text

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LANGUAGES = [code for code, _name in settings.LANGUAGES]


FORMATS: dict[str, tuple[str, Callable[[Document], bytes]]] = {
    "pdf": (PDF, document_to_pdf),
    "docx": (DOCX, to_docx),
}
LANGUAGE = OpenApiParameter(
    "language", enum=LANGUAGES, description="Of the labels; default: as the reader's."
)


class FormatIsOurs(BaseContentNegotiation):
    """``?format=`` names the file wanted; what is refused is told in JSON all the same."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


class LanguageSerializer(serializers.Serializer):
    language = ChoiceField(choices=LANGUAGES, required=False)


class WantedSerializer(LanguageSerializer):
    format = ChoiceField(choices=list(FORMATS), default="pdf")


class PrintedView(APIView):
    """Something made for paper, at so many a minute: making it takes a while."""

    permission_classes = (IsAuthenticated,)
    throttle_classes = (ScopedRateThrottle,)
    throttle_scope = "documents"
    content_negotiation_class = FormatIsOurs

    def wanted(self, kind: type[serializers.Serializer]) -> dict[str, Any]:
        refuse_bad_text(self.request)
        given = kind(data=self.request.query_params)
        given.is_valid(raise_exception=True)
        values = given.validated_data
        return {**values, "language": values.get("language") or translation.get_language()}


class DocumentView(PrintedView):
    """A view says which document; this makes the file."""

    name = "document"

    def get_document(self) -> Document:
        """In the language that is active. Raises where there is none, or no right to it."""
        raise NotImplementedError

    @extend_schema(
        parameters=[OpenApiParameter("format", enum=list(FORMATS), default="pdf"), LANGUAGE],
        responses={
            (200, PDF): OpenApiTypes.BINARY,
            (200, DOCX): OpenApiTypes.BINARY,
            409: ErrorAnswerSerializer,
        },
    )
    def get(self, request: Request, **kwargs: Any) -> HttpResponse:
        wanted = self.wanted(WantedSerializer)
        media_type, made = FORMATS[wanted["format"]]
        with translation.override(wanted["language"]):
            body = made(self.get_document())
        return attachment(body, media_type, f"{self.name}.{wanted['format']}", wanted["language"])


def attachment(body: bytes, media_type: str, name: str, language: str) -> HttpResponse:
    """A file to be kept, which no cache may keep for somebody else."""
    return HttpResponse(
        body,
        content_type=media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Language": language,
            "Cache-Control": "private, no-store",
        },
    )
