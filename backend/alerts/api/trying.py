"""What an alert would find today, before it is kept."""

from __future__ import annotations

from typing import cast

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from backend.accounts.models import User
from backend.alerts.api.serializers import FoundTodaySerializer, TryAlertSerializer
from backend.alerts.kinds import KINDS
from backend.alerts.looking import Looking, found_today
from backend.common.errors import Unavailable
from backend.matches.engine import EncoderUnavailable


class TryAlertView(APIView):
    """Of all that is there, what fits; nothing is stored, and nobody is told."""

    permission_classes = (IsAuthenticated,)
    throttle_classes = (ScopedRateThrottle,)
    throttle_scope = "match"

    @extend_schema(request=TryAlertSerializer, responses=FoundTodaySerializer)
    def post(self, request: Request) -> Response:
        given = TryAlertSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        asked = given.validated_data
        looking = Looking(
            asked["text"],
            asked.get("language", ""),
            asked.get("kinds") or list(KINDS),
            [one.pk for one in asked.get("countries", ())],
            [one.pk for one in asked.get("sectors", ())],
        )
        try:
            found = found_today(looking, cast(User, request.user), asked["k"])
        except EncoderUnavailable:
            raise Unavailable() from None
        return Response(FoundTodaySerializer({"found": found}).data)
