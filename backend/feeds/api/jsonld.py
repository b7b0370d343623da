"""Documents of public rows for machines elsewhere."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from backend.common.documents.http import FormatIsOurs
from backend.directory.models import Institution
from backend.feeds import jsonld
from backend.programmes.models import Call

JSON_LD = "application/ld+json"


class JsonLdView(APIView):
    """As schema.org tells it: of what everybody may see, whoever asks."""

    permission_classes = (AllowAny,)
    content_negotiation_class = FormatIsOurs

    def get_rows(self) -> QuerySet[Any]:
        raise NotImplementedError

    def tell(self, row: Any) -> dict[str, Any]:
        raise NotImplementedError

    @extend_schema(responses={(200, JSON_LD): OpenApiTypes.OBJECT})
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        told = jsonld.document(self.tell(get_object_or_404(self.get_rows(), pk=pk)))
        body = json.dumps(told, ensure_ascii=False, cls=DjangoJSONEncoder)
        return HttpResponse(body, content_type=JSON_LD)


class InstitutionJsonLdView(JsonLdView):
    """A listed institution."""

    def get_rows(self) -> QuerySet[Institution]:
        return Institution.objects.listed().select_related("country", "parent")

    def tell(self, row: Institution) -> dict[str, Any]:
        return jsonld.institution(row)


class CallJsonLdView(JsonLdView):
    """A call that was announced."""

    def get_rows(self) -> QuerySet[Call]:
        return Call.objects.announced().select_related("programme")

    def tell(self, row: Call) -> dict[str, Any]:
        return jsonld.call(row)


VIEWS = {"institutions": InstitutionJsonLdView, "calls": CallJsonLdView}
JSONLD_PATHS: list[URLPattern] = [
    path(f"{name}/<uuid:pk>/jsonld/", view.as_view(), name=f"{name}-jsonld")
    for name, view in VIEWS.items()
]
