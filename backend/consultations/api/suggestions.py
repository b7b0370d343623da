"""Colleagues whom invited experts propose: for officers to read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.common.idempotency import idempotent
from backend.consultations.api.files import answering
from backend.consultations.api.serializers.invitations import LONGEST
from backend.consultations.api.shortlist import OfRequest
from backend.consultations.models import Suggestion
from backend.consultations.services.suggestions import suggest_colleague


class SuggestionSerializer(serializers.ModelSerializer):
    """A colleague who could help."""

    class Meta:
        model = Suggestion
        fields = ("id", "name", "email", "institution", "why", "invitation", "created_at")
        read_only_fields = ("invitation", "created_at")
        extra_kwargs = {"why": {"max_length": LONGEST}}


class ColleagueView(APIView):
    """Propose a colleague. The officer looks at it; nobody is invited by it."""

    permission_classes = (IsAuthenticated,)
    unkept = ("email",)

    def check_repeat(self, request: Request, answer: Any) -> None:
        """Whoever may no longer answer the invitation gets no old answer either."""
        answering(request, self.kwargs["pk"])

    @extend_schema(request=SuggestionSerializer, responses={201: SuggestionSerializer})
    @idempotent
    def post(self, request: Request, pk: UUID) -> Response:
        found = answering(request, pk)
        given = SuggestionSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        made = suggest_colleague(invitation=found, values=given.validated_data)
        return Response(SuggestionSerializer(made).data, status=status.HTTP_201_CREATED)


class SuggestionsView(OfRequest):
    """All that were proposed by those invited: for officers alone."""

    @extend_schema(responses=SuggestionSerializer(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        found = self.get_request()
        if not request.user.has_perm("consultations.broker_request", found):
            raise Http404  # who was invited, and said what, is nobody else's business
        rows = Suggestion.objects.filter(invitation__request=found).order_by("pk")
        return Response(SuggestionSerializer(rows, many=True).data)
