"""While a need is being told: requests like it, and how many are likely to be able to help."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from backend.accounts.models import User
from backend.common.errors import Unavailable
from backend.consultations.api.serializers.similar import (
    AskedForHelpSerializer,
    HowManySerializer,
    LikelyHelpersSerializer,
    SimilarRequestSerializer,
    TypedSerializer,
)
from backend.consultations.models import ConsultationRequest
from backend.consultations.similar import similar_requests
from backend.matches.engine import EncoderUnavailable
from backend.matches.services import likely_helpers


class TypingView(APIView):
    """Asked again and again while somebody types; each person has a limit."""

    permission_classes = (IsAuthenticated,)
    throttle_classes = (ScopedRateThrottle,)
    throttle_scope = "typing"

    def similar(self, request: Request, **asked: Any) -> Response:
        try:
            found = similar_requests(user=cast(User, request.user), **asked)
        except EncoderUnavailable:
            raise Unavailable() from None
        return Response(SimilarRequestSerializer(found, many=True).data)


class SimilarTextView(TypingView):
    @extend_schema(request=TypedSerializer, responses=SimilarRequestSerializer(many=True))
    def post(self, request: Request) -> Response:
        """Requests like the text, in any language, the most alike first."""
        given = TypedSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        asked = given.validated_data
        return self.similar(
            request, text=asked["text"], language=asked.get("language") or None, k=asked["k"]
        )


class SimilarView(TypingView):
    @extend_schema(parameters=[HowManySerializer], responses=SimilarRequestSerializer(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        """Requests like this one, in any language, the most alike first."""
        given = HowManySerializer(data=request.query_params)
        given.is_valid(raise_exception=True)
        visible = ConsultationRequest.objects.visible_to(request.user)
        need = get_object_or_404(visible.select_related("need"), pk=pk).need
        return self.similar(
            request,
            text=need.text,
            language=need.language or None,
            k=given.validated_data["k"],
            leave_out=need.pk,
        )


class LikelyHelpersView(TypingView):
    @extend_schema(request=AskedForHelpSerializer, responses=LikelyHelpersSerializer)
    def post(self, request: Request) -> Response:
        """How many are likely to be able to help; nobody is named."""
        given = AskedForHelpSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        asked = given.validated_data
        try:
            found = likely_helpers(
                text=asked["text"],
                language=asked.get("language") or None,
                criteria=given.criteria(),
                sdgs=[goal.pk for goal in asked.get("sdgs", [])],
                sectors=[sector.pk for sector in asked.get("sectors", [])],
                country=country.pk if (country := asked.get("country")) else None,
            )
        except EncoderUnavailable:
            raise Unavailable() from None
        return Response(LikelyHelpersSerializer(found).data)
