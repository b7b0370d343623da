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
from backend.directory.api.serializers.on_behalf import SaysOnBehalf


class SuggestionSerializer(serializers.ModelSerializer):
    """A colleague who could help."""

    class Meta:
        model = Suggestion
        fields: tuple[str, ...] = (
            "id",
            "name",
            "email",
            "institution",
            "why",
            "invitation",
            "created_at",
        )
        read_only_fields = ("invitation", "created_at")
        extra_kwargs = {"why": {"max_length": LONGEST}}


class NewSuggestionSerializer(SaysOnBehalf, SuggestionSerializer):
    """The same as it is proposed: by the expert, or recorded by an officer, who says how."""

    class Meta(SuggestionSerializer.Meta):
        fields = ("name", "email", "institution", "why", "on_behalf")

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        self.check_on_behalf(given)
        return given

    def get_values(self) -> dict[str, str]:
        return {name: text for name, text in self.validated_data.items() if name != "on_behalf"}


class OfficersSuggestionSerializer(SuggestionSerializer):
    """The same for officers: with how it was heard, where one of them recorded it."""

    class Meta(SuggestionSerializer.Meta):
        fields = (*SuggestionSerializer.Meta.fields, "channel", "told_on", "evidence")


class ColleagueView(APIView):
    """Propose a colleague. The officer looks at it; nobody is invited by it."""

    permission_classes = (IsAuthenticated,)
    unkept = ("email",)

    def check_repeat(self, request: Request, answer: Any) -> None:
        """Whoever may no longer answer the invitation gets no old answer either."""
        answering(request, self.kwargs["pk"])

    @extend_schema(request=NewSuggestionSerializer, responses={201: SuggestionSerializer})
    @idempotent
    def post(self, request: Request, pk: UUID) -> Response:
        found = answering(request, pk)
        given = NewSuggestionSerializer(data=request.data, context={"user": request.user})
        given.is_valid(raise_exception=True)
        made = suggest_colleague(
            invitation=found,
            values=given.get_values(),
            on_behalf=given.get_on_behalf(found.expert),
        )
        return Response(SuggestionSerializer(made).data, status=status.HTTP_201_CREATED)


class SuggestionsView(OfRequest):
    """All that were proposed by those invited: for officers alone."""

    @extend_schema(responses=OfficersSuggestionSerializer(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        found = self.get_request()
        if not request.user.has_perm("consultations.broker_request", found):
            raise Http404  # who was invited, and said what, is nobody else's business
        rows = Suggestion.objects.filter(invitation__request=found).order_by("pk")
        return Response(OfficersSuggestionSerializer(rows, many=True).data)
