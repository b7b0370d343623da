"""Reports of projects over HTTP: written and handed in by partners, judged by officers."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.models import User
from backend.common.idempotency import idempotent
from backend.common.versions import check_version, with_version
from backend.files.api import GivesFile
from backend.files.models import StoredFile
from backend.programmes.api.projects import WORK
from backend.programmes.api.serializers.project_reports import (
    ProjectReportDetailSerializer,
    ProjectReportSerializer,
    ProjectReportStepSerializer,
)
from backend.programmes.api.serializers.report_files import (
    NewProjectReportFileSerializer,
    ProjectReportFileSerializer,
)
from backend.programmes.filters import ProjectReportFilter
from backend.programmes.models import ProjectReport, ProjectReportFile
from backend.programmes.reporting import STEPS
from backend.programmes.selectors.projects import reports_for, with_versions
from backend.programmes.services.projects import reports as services
from backend.programmes.services.projects.locking import locked_report


class ProjectReportViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    """Those of projects one sees, the first one due first."""

    permission_classes = (IsAuthenticated,)
    filterset_class = ProjectReportFilter
    queryset = ProjectReport.objects.none()

    def get_serializer_class(self) -> type[ProjectReportSerializer]:
        return ProjectReportSerializer if self.action == "list" else ProjectReportDetailSerializer

    def get_queryset(self) -> QuerySet[ProjectReport]:
        rows = reports_for(self.request.user)
        return rows if self.action == "list" else with_versions(rows)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._answer(self.get_object())

    @transaction.atomic
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Write it, until it is handed in."""
        row = locked_report(self.get_object())
        if not request.user.has_perm(WORK, row):
            raise PermissionDenied()
        check_version(request, row, self.get_serializer(row))
        given = self.get_serializer(row, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        services.change_report(report=row, **given.validated_data)
        return self._answer(row)

    def _answer(self, report: ProjectReport) -> Response:
        shown = with_versions(reports_for(self.request.user)).get(pk=report.pk)
        return with_version(self.get_serializer(shown).data)


class OfProjectReport(APIView):
    """Something of a report that is visible."""

    permission_classes = (IsAuthenticated,)
    unkept = ()

    def check_repeat(self, request: Request, answer: Any) -> None:
        """Whoever may no longer see it gets no old answer either."""
        self.get_report()

    def get_report(self) -> ProjectReport:
        return get_object_or_404(reports_for(self.request.user), pk=self.kwargs["pk"])

    def get_to_write(self) -> ProjectReport:
        found = self.get_report()
        if not self.request.user.has_perm(WORK, found):
            raise PermissionDenied()
        return found

    def get_files(self) -> QuerySet[ProjectReportFile]:
        return self.get_report().files.select_related("file").order_by("pk")


class ProjectReportStepView(OfProjectReport):
    """Take this step. 409 where it is not possible now, with the steps that are."""

    step = ""

    @extend_schema(request=ProjectReportStepSerializer, responses=ProjectReportDetailSerializer)
    @idempotent
    def post(self, request: Request, pk: UUID) -> Response:
        found = self.get_report()
        context = {"step": self.step, "user": request.user, "request": request}
        given = ProjectReportStepSerializer(data=request.data, context=context)
        given.is_valid(raise_exception=True)
        services.take_report_step(
            report=found,
            step=self.step,
            by=cast(User, request.user),
            reason=given.validated_data.get("reason", "").strip(),
            on_behalf=given.get_on_behalf(found.project.proposal.institution),
        )
        shown = with_versions(reports_for(request.user)).get(pk=pk)
        return with_version(ProjectReportDetailSerializer(shown, context=context).data)


class ProjectReportFilesView(OfProjectReport):
    """The files of a report, and adding one that was uploaded."""

    @extend_schema(responses=ProjectReportFileSerializer(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        return Response(ProjectReportFileSerializer(self.get_files(), many=True).data)

    @extend_schema(
        request=NewProjectReportFileSerializer, responses={201: ProjectReportFileSerializer}
    )
    @idempotent
    def post(self, request: Request, pk: UUID) -> Response:
        found = self.get_to_write()
        given = NewProjectReportFileSerializer(data=request.data, context={"request": request})
        given.is_valid(raise_exception=True)
        made = services.add_report_file(
            report=found, by=cast(User, request.user), **given.validated_data
        )
        return Response(ProjectReportFileSerializer(made).data, status=status.HTTP_201_CREATED)


class ProjectReportFileView(OfProjectReport, GivesFile):
    """One file of a report."""

    def get_file(self) -> StoredFile:
        return get_object_or_404(self.get_files(), pk=self.kwargs["row"]).file

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, pk: UUID, row: UUID) -> Response:
        """Take it away again, as long as it was not handed in."""
        found = self.get_to_write()
        gone = get_object_or_404(self.get_files(), pk=row)
        services.remove_report_file(report=found, row=gone)
        return Response(status=status.HTTP_204_NO_CONTENT)


OF_REPORT = "project-reports/<uuid:pk>"
PROJECT_REPORT_PATHS = [
    *(
        path(
            f"{OF_REPORT}/{name}/",
            ProjectReportStepView.as_view(step=name),
            name=f"project-report-{name}",
        )
        for name in STEPS.steps
    ),
    path(f"{OF_REPORT}/files/", ProjectReportFilesView.as_view(), name="project-report-files"),
    path(
        f"{OF_REPORT}/files/<uuid:row>/",
        ProjectReportFileView.as_view(),
        name="project-report-file",
    ),
]
