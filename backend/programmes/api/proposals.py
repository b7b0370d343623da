"""Writing and reading proposals."""

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
from backend.programmes.api.base import WRITE
from backend.programmes.api.serializers.proposals import (
    ProjectProposalDetailSerializer,
    ProjectProposalSerializer,
)
from backend.programmes.api.serializers.steps import ProposalStepTakenSerializer
from backend.programmes.filters import ProposalFilter
from backend.programmes.models import Proposal
from backend.programmes.selectors.proposals import proposals_for
from backend.programmes.services.moving import locked_proposal
from backend.programmes.services.proposals import change_proposal, create_proposal


class ProposalViewSet(mixins.ListModelMixin, viewsets.GenericViewSet):
    """List, read, create and change proposals, each by right."""

    permission_classes = (IsAuthenticated,)
    filterset_class = ProposalFilter
    queryset = Proposal.objects.none()
    unkept = ()

    def get_serializer_class(self) -> type[ProjectProposalSerializer]:
        if self.action == "list":
            return ProjectProposalSerializer
        return ProjectProposalDetailSerializer

    def get_queryset(self) -> QuerySet[Proposal]:
        return proposals_for(self.request.user)

    def check_repeat(self, request: Request, answer: Any) -> None:
        """Whoever may no longer see the proposal gets no old answer either."""
        get_object_or_404(self.get_queryset(), pk=self.kwargs.get("pk") or answer["id"])

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._answer(self.get_object())

    @idempotent
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A draft for a call, of one's own institution; out of an idea with those who joined it."""
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        made = create_proposal(values=given.validated_data, by=cast(User, request.user))
        return self._answer(made, status.HTTP_201_CREATED)

    @transaction.atomic
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        found = locked_proposal(self.get_object())
        if not request.user.has_perm(WRITE, found):
            raise PermissionDenied()
        check_version(request, found, self.get_serializer(found))
        given = self.get_serializer(found, data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        change_proposal(proposal=found, values=given.validated_data)
        return self._answer(found)

    @extend_schema(responses=ProposalStepTakenSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def steps(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """What happened to it, the first step first."""
        taken = self.get_object().steps.select_related("by").order_by("pk")
        return Response(ProposalStepTakenSerializer(taken, many=True).data)

    def _answer(self, proposal: Proposal, status_code: int = status.HTTP_200_OK) -> Response:
        shown = self.get_queryset().get(pk=proposal.pk)
        return with_version(self.get_serializer(shown).data, status=status_code)
