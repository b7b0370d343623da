"""Figures as they stand now."""

from __future__ import annotations

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.documents.http import FormatIsOurs
from backend.reports.api.files import FILES, FORMAT, file, wanted_format
from backend.reports.api.serializers import (
    FiguresSerializer,
    WantedFiguresSerializer,
    cells_told,
    definitions_told,
)
from backend.reports.counting import cells
from backend.reports.figures import VERSION, Dimension, definitions


class FiguresView(APIView):
    """For officers: whoever could ask for any period would learn of small cells from two that
    differ by a day. Others read reports."""

    permission_classes = (IsAuthenticated,)
    content_negotiation_class = FormatIsOurs

    @extend_schema(
        parameters=[
            OpenApiParameter("since", OpenApiTypes.DATE, required=True, description="First day."),
            OpenApiParameter(
                "until", OpenApiTypes.DATE, required=True, description="The reporting date."
            ),
            OpenApiParameter("dimension", enum=Dimension.values, many=True),
            FORMAT,
        ],
        responses={(200, "application/json"): FiguresSerializer, **FILES, 403: None},
    )
    def get(self, request: Request) -> Response | HttpResponse:
        if not request.user.has_perm("reports.see_figures"):
            raise PermissionDenied()
        kind = wanted_format(request)
        given = WantedFiguresSerializer(data=request.query_params)
        given.is_valid(raise_exception=True)
        period = given.get_period()
        found = cells(period, given.validated_data.get("dimension") or Dimension.values)
        if kind != "json":
            title = f"{period.since} – {period.until}"
            return file(kind, title, definitions(), found)
        return Response(
            {
                **given.validated_data,
                "definitions_version": VERSION,
                "definitions": definitions_told(definitions()),
                "cells": cells_told(found),
            }
        )
