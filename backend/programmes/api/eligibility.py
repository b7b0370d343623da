"""Whether a proposal is eligible, and what people have judged."""

from __future__ import annotations

from uuid import UUID

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from backend.common.idempotency import idempotent
from backend.programmes.api.base import OfProposal
from backend.programmes.api.serializers.eligibility import (
    AskedDaySerializer,
    EligibilitySerializer,
    JudgeSerializer,
    ResultSerializer,
)
from backend.programmes.eligibility import Check, check_now, check_on
from backend.programmes.services.judging import judge

HANDLE = "programmes.handle_proposal"


class EligibilityView(OfProposal):
    """Every rule of the programme on a line of its own."""

    @extend_schema(parameters=[AskedDaySerializer], responses=EligibilitySerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        """As of a day (``on``): with the rules and the groups of countries of that day."""
        found = self.get_proposal()
        asked = AskedDaySerializer(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        day = asked.validated_data.get("on")
        made: Check = check_on(found, day) if day else check_now(found)
        return Response(EligibilitySerializer(made).data)


class JudgementsView(OfProposal):
    """Judge a rule that a machine can't decide, or override a warning openly: for officers."""

    @extend_schema(request=JudgeSerializer, responses={201: ResultSerializer})
    @idempotent
    def post(self, request: Request, pk: UUID) -> Response:
        proposal = self.get_to(HANDLE)
        given = JudgeSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        judge(proposal=proposal, by=self.user, **given.validated_data)
        line = check_now(proposal).line(given.validated_data["rule"])
        return Response(ResultSerializer(line).data, status=status.HTTP_201_CREATED)


ELIGIBILITY_PATHS = [
    path(
        "proposals/<uuid:pk>/eligibility/", EligibilityView.as_view(), name="proposal-eligibility"
    ),
    path("proposals/<uuid:pk>/judgements/", JudgementsView.as_view(), name="proposal-judgements"),
]
