"""What was decided of a proposal, for those who see it."""

from __future__ import annotations

from uuid import UUID

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from backend.directory.selectors import is_secretariat
from backend.programmes.api.base import OfProposal
from backend.programmes.api.serializers.decisions import DecisionSerializer


class DecisionsView(OfProposal):
    """Decisions with their reasons, the first one first; steps of the proposal take them."""

    @extend_schema(responses=DecisionSerializer(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        rows = self.get_proposal().decisions.select_related("step", "round", "proposal")
        context = {"staff": is_secretariat(request.user)}
        return Response(DecisionSerializer(rows.order_by("pk"), many=True, context=context).data)


DECISION_PATHS = [
    path("proposals/<uuid:pk>/decisions/", DecisionsView.as_view(), name="proposal-decisions"),
]
