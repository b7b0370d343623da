"""Rankings that are kept."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.errors import Conflict
from backend.common.idempotency import idempotent
from backend.matches import selectors, services
from backend.matches.api.left_out import list_left_out
from backend.matches.api.serializers import (
    LeftOutQuerySerializer,
    LeftOutSerializer,
    MatchRunRequestSerializer,
    MatchRunSerializer,
)
from backend.matches.models import Match, MatchRun, PanelMember
from backend.matches.selectors import Criteria
from backend.needs.models import Need


class NeedMatchRunsView(APIView):
    """Ask for a ranking of the candidates for a need."""

    permission_classes = (IsAuthenticated,)
    unkept = ()

    def check_repeat(self, request: Request, answer: Any) -> None:
        """Whoever may no longer have the need ranked gets no old answer either."""
        self._need(request, self.kwargs["pk"])

    @extend_schema(request=MatchRunRequestSerializer, responses={202: MatchRunSerializer})
    @idempotent
    def post(self, request: Request, pk: UUID) -> Response:
        need = self._need(request, pk)
        if need.withdrawn_at:
            raise Conflict(
                _("The need was taken back. Restore it first, then ask for candidates."),
                code="withdrawn",
            )
        given = MatchRunRequestSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        run = services.request_run(need=need, by=request.user, **given.validated_data)
        return Response(MatchRunSerializer(run).data, status=status.HTTP_202_ACCEPTED)

    def _need(self, request: Request, pk: UUID) -> Need:
        need = get_object_or_404(Need.objects.visible_to(request.user), pk=pk)
        if not request.user.has_perm("needs.rank_need", need):
            raise PermissionDenied()
        return need


class MatchRunViewSet(mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """A ranking: its status while it is being made, then its candidates with reasons."""

    permission_classes = (IsAuthenticated,)
    serializer_class = MatchRunSerializer
    queryset = MatchRun.objects.none()

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        run = self.get_object()
        services.record_shown(run=run, by=request.user)
        return Response(self.get_serializer(run).data)

    @extend_schema(parameters=[LeftOutQuerySerializer], responses=LeftOutSerializer(many=True))
    @action(detail=True)
    def excluded(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Whom the ranking's rules leave out and why, as profiles stand today.

        Empty while the ranking is being made.
        """
        kept = self.get_object().parameters.get("criteria")
        return list_left_out(self, Criteria.from_json(kept) if kept else None)

    def get_queryset(self) -> QuerySet[MatchRun]:
        visible = selectors.runs_visible_to(self.request.user)
        if self.action == "excluded":
            return visible
        return visible.prefetch_related(
            Prefetch("matches", selectors.with_profiles(Match.objects.all())),
            Prefetch("panel", selectors.with_profiles(PanelMember.objects.all())),
        )
