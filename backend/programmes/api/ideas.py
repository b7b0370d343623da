"""Writing and reading ideas."""

from __future__ import annotations

from typing import Any, cast

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from backend.accounts.models import User
from backend.common.idempotency import idempotent
from backend.common.versions import check_version, with_version
from backend.programmes.api.serializers.ideas import (
    ProjectIdeaDetailSerializer,
    ProjectIdeaSerializer,
)
from backend.programmes.filters import IdeaFilter
from backend.programmes.joining import WRITE
from backend.programmes.models import ProjectIdea
from backend.programmes.selectors.ideas import ideas_for
from backend.programmes.services import ideas as services


class ProjectIdeaViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    """List, read, write, change and withdraw ideas, each by right."""

    permission_classes = (IsAuthenticated,)
    filterset_class = IdeaFilter
    queryset = ProjectIdea.objects.none()
    unkept = ()

    def get_serializer_class(self) -> type[ProjectIdeaSerializer]:
        return ProjectIdeaSerializer if self.action == "list" else ProjectIdeaDetailSerializer

    def get_queryset(self) -> QuerySet[ProjectIdea]:
        return ideas_for(self.request.user)

    def check_repeat(self, request: Request, answer: Any) -> None:
        """Whoever may no longer see the idea gets no old answer either."""
        get_object_or_404(self.get_queryset(), pk=self.kwargs.get("pk") or answer["id"])

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._answer(self.get_object())

    @idempotent
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A new idea of one's own institution, or one that grew out of a request of its."""
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        made = services.create_idea(values=given.validated_data, by=cast(User, request.user))
        return self._answer(made, status.HTTP_201_CREATED)

    @transaction.atomic
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        found = services.locked_idea(self.get_object())
        if not request.user.has_perm(WRITE, found):
            raise PermissionDenied()
        check_version(request, found, self.get_serializer(found))
        given = self.get_serializer(found, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        services.change_idea(idea=found, values=given.validated_data)
        return self._answer(found)

    @extend_schema(request=None, responses=ProjectIdeaDetailSerializer)
    @action(detail=True, methods=["post"])
    @idempotent
    def withdraw(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Take it back; whoever was asked to join and has not answered is told."""
        found = services.withdraw_idea(idea=self.get_object(), by=cast(User, request.user))
        return self._answer(found)

    def _answer(self, idea: ProjectIdea, status_code: int = status.HTTP_200_OK) -> Response:
        shown = self.get_queryset().get(pk=idea.pk)
        return with_version(self.get_serializer(shown).data, status=status_code)
