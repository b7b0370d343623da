"""``POST match/``: answered at once, nothing stored."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from backend.common.errors import Unavailable
from backend.matches import services
from backend.matches.api.serializers import AnswerSerializer, MatchRequestSerializer
from backend.matches.engine import EncoderUnavailable


class MatchView(APIView):
    """Who can help with what a text asks for, ranked, with the reasons."""

    permission_classes = (AllowAny,)
    throttle_classes = (ScopedRateThrottle,)
    throttle_scope = "match"

    @extend_schema(request=MatchRequestSerializer, responses=AnswerSerializer)
    def post(self, request: Request) -> Response:
        given = MatchRequestSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        asked = given.validated_data
        try:
            found = services.answer(
                text=asked["text"],
                language=asked.get("language") or None,
                k=asked["k"],
                criteria=given.criteria(),
                sdgs=[goal.pk for goal in asked.get("sdgs", [])],
                sectors=[sector.pk for sector in asked.get("sectors", [])],
                panel=asked.get("panel"),
                country=country.pk if (country := asked.get("country")) else None,
            )
        except EncoderUnavailable:
            raise Unavailable() from None
        return Response(AnswerSerializer(found).data)
