"""What a project has spent and reached."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from backend.common.idempotency import idempotent
from backend.files.api import GivesFile
from backend.files.models import StoredFile
from backend.programmes.api.projects import OF_PROJECT, WORK, OfProject
from backend.programmes.api.serializers.spending import (
    IndicatorValueSerializer,
    ReachedSerializer,
    SpentSerializer,
    spent_told,
)
from backend.programmes.selectors.projects import results_of, spent_of
from backend.programmes.services.projects.results import note_value


class SpentView(OfProject):
    """Planned against spent, line by line of the budget and year by year."""

    @extend_schema(responses=SpentSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        return Response(spent_told(spent_of(self.get_project())))


class ResultsView(OfProject):
    """Indicators with what they showed, and noting what one shows now."""

    @extend_schema(responses=ReachedSerializer(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        return Response(ReachedSerializer(results_of(self.get_project()), many=True).data)

    @extend_schema(request=IndicatorValueSerializer, responses={201: IndicatorValueSerializer})
    @idempotent
    def post(self, request: Request, pk: UUID) -> Response:
        """A value with its day and what shows it; it stays, a later one is added to it."""
        found = self.get_to(WORK)
        context = {"request": request, "project": found}
        given = IndicatorValueSerializer(data=request.data, context=context)
        given.is_valid(raise_exception=True)
        made = note_value(project=found, values=given.validated_data, by=self.user)
        shown = IndicatorValueSerializer(made, context=context).data
        return Response(shown, status=status.HTTP_201_CREATED)


class EvidenceView(OfProject, GivesFile):
    """The file that shows a value."""

    def get_file(self) -> StoredFile:
        rows = self.get_project().values.select_related("file")
        if (found := get_object_or_404(rows, pk=self.kwargs["value"]).file) is None:
            raise Http404
        return found


RESULT_PATHS = [
    path(f"{OF_PROJECT}/spent/", SpentView.as_view(), name="project-spent"),
    path(f"{OF_PROJECT}/results/", ResultsView.as_view(), name="project-results"),
    path(
        f"{OF_PROJECT}/results/<uuid:value>/file/", EvidenceView.as_view(), name="project-evidence"
    ),
]
