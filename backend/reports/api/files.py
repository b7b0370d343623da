"""Figures as JSON, or as a file for a spreadsheet: ``?format=json|csv|xlsx``."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpResponse
from django.utils.translation import get_language
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request

from backend.common.documents.http import attachment
from backend.common.fields import ChoiceField
from backend.common.filters import refuse_bad_text
from backend.common.sheets import CSV, XLSX
from backend.reports.api.serializers import translated
from backend.reports.counting import Cell
from backend.reports.exports import to_csv, to_xlsx

FORMATS = {"csv": (CSV, to_csv), "xlsx": (XLSX, to_xlsx)}
FORMAT = OpenApiParameter("format", enum=["json", *FORMATS], default="json")
FILES = {(200, "text/csv"): OpenApiTypes.BINARY, (200, XLSX): OpenApiTypes.BINARY}


class FormatSerializer(serializers.Serializer):
    format = ChoiceField(choices=["json", *FORMATS], default="json")


def wanted_format(request: Request) -> str:
    refuse_bad_text(request)
    given = FormatSerializer(data=request.query_params)
    given.is_valid(raise_exception=True)
    return given.validated_data["format"]


def file(
    kind: str, title: str, definitions: dict[str, dict[str, str]], cells: Iterable[Cell]
) -> HttpResponse:
    media_type, made = FORMATS[kind]
    body = made(title, translated(definitions), cells)
    return attachment(body, media_type, f"figures.{kind}", get_language() or "en")
