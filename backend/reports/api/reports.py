"""Reports: frozen by officers, read by all who log in."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from backend.accounts.models import User
from backend.common.documents.http import FormatIsOurs
from backend.common.idempotency import idempotent
from backend.directory.selectors import is_secretariat
from backend.reports.api.files import FILES, FORMAT, file, wanted_format
from backend.reports.api.serializers import ReportDetailSerializer, ReportSerializer
from backend.reports.counting import Cell, shown_to_all
from backend.reports.models import Report
from backend.reports.services import freeze_report


class ReportViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """List, read and freeze."""

    permission_classes = (IsAuthenticated,)
    content_negotiation_class = FormatIsOurs
    queryset = Report.objects.all()
    unkept = ()

    def get_serializer_class(self) -> type[ReportSerializer]:
        return ReportDetailSerializer if self.action == "retrieve" else ReportSerializer

    def get_queryset(self) -> QuerySet[Report]:
        rows = super().get_queryset()
        return rows.defer("values", "definitions") if self.action == "list" else rows

    def check_repeat(self, request: Request, answer: Any) -> None:
        self._check_officer(request)
        get_object_or_404(Report, pk=answer["id"])

    @extend_schema(
        parameters=[FORMAT],
        responses={(200, "application/json"): ReportDetailSerializer, **FILES},
    )
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        report, kind = self.get_object(), wanted_format(request)
        cells = _cells(report, everything=is_secretariat(request.user))
        if kind != "json":
            return _file(report, kind, cells)
        context = {**self.get_serializer_context(), "cells": cells}
        return Response(ReportDetailSerializer(report, context=context).data)

    @extend_schema(request=ReportSerializer, responses={201: ReportSerializer})
    @idempotent
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Freeze the figures of a period. Nobody changes them afterwards."""
        self._check_officer(request)
        given = ReportSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        made = freeze_report(
            title=given.validated_data["title"],
            period=given.get_period(),
            by=cast(User, request.user),
        )
        return Response(ReportSerializer(made).data, status=status.HTTP_201_CREATED)

    def _check_officer(self, request: Request) -> None:
        if not request.user.has_perm("reports.freeze_report"):
            raise PermissionDenied()


def _cells(report: Report, *, everything: bool) -> list[Cell]:
    kept = [Cell(**cell) for cell in report.values]
    return kept if everything else list(shown_to_all(kept))


def _file(report: Report, kind: str, cells: list[Cell]) -> HttpResponse:
    return file(kind, report.title, report.definitions, cells)
