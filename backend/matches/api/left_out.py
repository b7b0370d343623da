"""Whom hard rules leave out, and why: for criteria as they are asked, and for kept rankings."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle

from backend.directory.models import Profile
from backend.matches import selectors
from backend.matches.api.serializers import (
    LeftOutCriteriaSerializer,
    LeftOutQuerySerializer,
    LeftOutSerializer,
)
from backend.matches.selectors import Criteria


class LeftOutView(GenericAPIView):
    """Whom these criteria leave out of a ranking, whatever the need, and why."""

    permission_classes = (AllowAny,)
    throttle_classes = (ScopedRateThrottle,)
    throttle_scope = "match"
    serializer_class = LeftOutSerializer
    queryset = Profile.objects.none()
    filter_backends = ()

    @extend_schema(parameters=[LeftOutCriteriaSerializer], responses=LeftOutSerializer(many=True))
    def get(self, request: Request) -> Response:
        given = LeftOutCriteriaSerializer(data=request.query_params)
        given.is_valid(raise_exception=True)
        return list_left_out(self, given.criteria())


def list_left_out(view: Any, criteria: Criteria | None) -> Response:
    """A page of those whom criteria leave out, with the reasons; none where there are none.

    Only listed profiles are ever named, whoever asks.
    """
    given = LeftOutQuerySerializer(data=view.request.query_params)
    given.is_valid(raise_exception=True)
    page = view.paginate_queryset(given.found(criteria) if criteria else Profile.objects.none())
    context = {"asked": selectors.asked(criteria or Criteria())}
    return view.get_paginated_response(LeftOutSerializer(page, many=True, context=context).data)
