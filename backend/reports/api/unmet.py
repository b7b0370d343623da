"""What nobody could be found for: a table for all, the list and the needs for officers."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.documents.http import FormatIsOurs, attachment
from backend.common.filters import refuse_bad_text
from backend.common.sheets import CSV, XLSX
from backend.needs.models import Need
from backend.reports.api.files import FILES, FORMAT, file, wanted_format
from backend.reports.api.serializers import PeriodSerializer, cells_told, definitions_told
from backend.reports.api.unmet_serializers import (
    SEE,
    RecruitedForSerializer,
    UnmetFiguresSerializer,
    UnmetNeedSerializer,
    UnmetPeriodSerializer,
    WantedCellSerializer,
)
from backend.reports.counting import shown_to_all
from backend.reports.figures import Dimension
from backend.reports.periods import Period
from backend.reports.selectors import labels
from backend.reports.unmet import (
    UNMET,
    UnmetCase,
    cases_behind,
    recruiting,
    unmet_cells,
    unmet_definitions,
)
from backend.reports.unmet.exports import lacks_to_csv, lacks_to_xlsx
from backend.reports.unmet.places import BY

PERIOD = [
    OpenApiParameter("since", OpenApiTypes.DATE, required=True, description="First day."),
    OpenApiParameter("until", OpenApiTypes.DATE, required=True, description="The last day."),
]
WRITERS = {"csv": (CSV, lacks_to_csv), "xlsx": (XLSX, lacks_to_xlsx)}


class UnmetView(APIView):
    """How many needs nobody could be found for, and by what; others than officers ask for whole
    years, and see no small cells."""

    permission_classes = (IsAuthenticated,)
    content_negotiation_class = FormatIsOurs

    @extend_schema(
        parameters=[*PERIOD, FORMAT],
        responses={(200, "application/json"): UnmetFiguresSerializer, **FILES},
    )
    def get(self, request: Request) -> Response | HttpResponse:
        kind, period = wanted_format(request), _period(request, UnmetPeriodSerializer)
        found = unmet_cells(period)
        if not request.user.has_perm(SEE):
            found = list(shown_to_all(found))
        if kind != "json":
            title = f"{period.since} – {period.until}"
            return file(kind, title, unmet_definitions(), found)
        return Response(
            {
                "since": period.since,
                "until": period.until,
                "definitions": definitions_told(unmet_definitions()),
                "cells": cells_told(found),
            }
        )


class ForOfficers(APIView):
    """Others are told that it is not for them."""

    permission_classes = (IsAuthenticated,)
    content_negotiation_class = FormatIsOurs
    refuses = ("403",)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not request.user.has_perm(SEE):
            raise PermissionDenied()


class RecruitingView(ForOfficers):
    """Whom the network lacks: by sector, in which countries and languages, how often."""

    @extend_schema(
        parameters=[*PERIOD, FORMAT],
        responses={(200, "application/json"): RecruitedForSerializer(many=True), **FILES},
    )
    def get(self, request: Request) -> Response | HttpResponse:
        kind = wanted_format(request)
        found = recruiting(_period(request, PeriodSerializer))
        if kind != "json":
            media_type, write = WRITERS[kind]
            name = f"recruiting.{kind}"
            return attachment(write(found), media_type, name, get_language() or "en")
        return Response(RecruitedForSerializer(found, many=True, context={"labels": labels()}).data)


class UnmetCasesView(ForOfficers):
    """The needs behind a figure."""

    @extend_schema(
        parameters=[
            *PERIOD,
            OpenApiParameter("figure", enum=list(UNMET), required=True),
            OpenApiParameter("dimension", enum=[one.value for one in BY], required=True),
            OpenApiParameter("key"),
        ],
        responses=UnmetNeedSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        refuse_bad_text(request)
        given = WantedCellSerializer(data=request.query_params)
        given.is_valid(raise_exception=True)
        asked = given.validated_data
        dimension = Dimension(asked["dimension"])
        found = cases_behind(given.get_period(), asked["figure"], dimension, asked["key"])
        return Response(UnmetNeedSerializer(_with_needs(found), many=True).data)


def _with_needs(found: dict[Any, list[UnmetCase]]) -> list[dict[str, Any]]:
    needs = Need.objects.in_bulk(list(found))
    return [{"need": needs[pk], "cases": cases} for pk, cases in found.items()]


def _period(request: Request, kind: type[PeriodSerializer]) -> Period:
    given = kind(data=request.query_params, context={"request": request})
    given.is_valid(raise_exception=True)
    return given.get_period()
