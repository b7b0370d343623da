"""Projects over HTTP: the agreement, milestones, money and results."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
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
from backend.programmes.api.serializers.project_reports import (
    NewProjectReportSerializer,
    ProjectReportSerializer,
)
from backend.programmes.api.serializers.projects import (
    MilestoneSerializer,
    ProjectDetailSerializer,
    ProjectSerializer,
)
from backend.programmes.api.serializers.reasons import StepReasonSerializer
from backend.programmes.filters import ProjectFilter
from backend.programmes.implementing import RUN, STEPS
from backend.programmes.models import Milestone, Project
from backend.programmes.selectors.projects import projects_for, with_parts
from backend.programmes.services.projects import schedule
from backend.programmes.services.projects import steps as services
from backend.programmes.services.projects.locking import locked_project

WORK = "programmes.work_on_project"


class ProjectViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    """Those whose proposals one sees."""

    permission_classes = (IsAuthenticated,)
    filterset_class = ProjectFilter
    queryset = Project.objects.none()

    def get_serializer_class(self) -> type[ProjectSerializer]:
        return ProjectSerializer if self.action == "list" else ProjectDetailSerializer

    def get_queryset(self) -> QuerySet[Project]:
        rows = projects_for(self.request.user)
        return rows if self.action == "list" else with_parts(rows)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._answer(self.get_object())

    @transaction.atomic
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Write down what was agreed."""
        row = locked_project(self.get_object())
        if not request.user.has_perm(RUN, row):
            raise PermissionDenied()
        check_version(request, row, self.get_serializer(row))
        given = self.get_serializer(row, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        values = dict(given.validated_data)
        parties = values.pop("parties", None)
        services.change_project(
            project=row, values=values, by=cast(User, request.user), parties=parties
        )
        return self._answer(row)

    def _answer(self, project: Project) -> Response:
        shown = with_parts(projects_for(self.request.user)).get(pk=project.pk)
        return with_version(self.get_serializer(shown).data)


class OfProject(APIView):
    """Something of a project that is visible: a stranger gets 404."""

    permission_classes = (IsAuthenticated,)
    unkept = ()

    def check_repeat(self, request: Request, answer: Any) -> None:
        """Whoever may no longer see the project gets no old answer either."""
        self.get_project()

    def get_project(self) -> Project:
        return get_object_or_404(projects_for(self.request.user), pk=self.kwargs["pk"])

    def get_to(self, permission: str) -> Project:
        """For whoever has the right; others get 403."""
        found = self.get_project()
        if not self.user.has_perm(permission, found):
            raise PermissionDenied()
        return found

    @property
    def user(self) -> User:
        return cast(User, self.request.user)


class ProjectStepView(OfProject):
    """Take this step. 409 where it is not possible now, with the steps that are."""

    step = ""

    @extend_schema(request=StepReasonSerializer, responses=ProjectDetailSerializer)
    @idempotent
    def post(self, request: Request, pk: UUID) -> Response:
        found = self.get_project()
        context = {"table": STEPS, "step": self.step, "request": request}
        given = StepReasonSerializer(data=request.data, context=context)
        given.is_valid(raise_exception=True)
        services.take_project_step(
            project=found, step=self.step, by=self.user, reason=given.get_reason()
        )
        shown = with_parts(projects_for(request.user)).get(pk=pk)
        return with_version(ProjectDetailSerializer(shown, context=context).data)


class AgreementView(OfProject, GivesFile):
    """The signed agreement."""

    def get_file(self) -> StoredFile:
        if (found := self.get_project().agreement) is None:
            raise Http404
        return found


class MilestoneView(OfProject):
    """What is to be there by a day."""

    @extend_schema(request=MilestoneSerializer, responses=MilestoneSerializer)
    @transaction.atomic
    def patch(self, request: Request, pk: UUID, milestone: UUID) -> Response:
        """Say when it was done, or that its day moves."""
        rows = Milestone.objects.select_for_update().filter(project=self.get_to(WORK))
        row = get_object_or_404(rows, pk=milestone)
        check_version(request, row, MilestoneSerializer(row))
        given = MilestoneSerializer(row, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        services.change_milestone(milestone=row, values=given.validated_data)
        return with_version(MilestoneSerializer(row).data)


class MoreReportsView(OfProject):
    """One report besides the schedule."""

    @extend_schema(request=NewProjectReportSerializer, responses={201: ProjectReportSerializer})
    @idempotent
    def post(self, request: Request, pk: UUID) -> Response:
        found = self.get_to(RUN)
        given = NewProjectReportSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        made = schedule.ask_for_report(project=found, values=given.validated_data)
        return Response(ProjectReportSerializer(made).data, status=status.HTTP_201_CREATED)


OF_PROJECT = "projects/<uuid:pk>"
PROJECT_PATHS = [
    *(
        path(f"{OF_PROJECT}/{name}/", ProjectStepView.as_view(step=name), name=f"project-{name}")
        for name in STEPS.steps
    ),
    path(f"{OF_PROJECT}/agreement/", AgreementView.as_view(), name="project-agreement"),
    path(
        f"{OF_PROJECT}/milestones/<uuid:milestone>/",
        MilestoneView.as_view(),
        name="project-milestone",
    ),
    path(f"{OF_PROJECT}/reports/", MoreReportsView.as_view(), name="project-more-reports"),
]
