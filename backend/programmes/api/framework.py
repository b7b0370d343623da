"""The results framework: indicators, outputs and activities, a resource each."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import path

from backend.programmes.api.base import LISTED, ONE, RowsViewSet
from backend.programmes.api.serializers.framework import (
    ActivitySerializer,
    IndicatorSerializer,
    OutputSerializer,
)
from backend.programmes.models import Activity, Indicator, Output, Proposal


class IndicatorsViewSet(RowsViewSet):
    """The indicators of the outcome, in their order."""

    kind = Indicator
    serializer_class = IndicatorSerializer
    queryset = Indicator.objects.none()


class OutputsViewSet(RowsViewSet):
    """The outputs, in their order. One that has money in the budget is not taken away."""

    kind = Output
    serializer_class = OutputSerializer
    queryset = Output.objects.none()


class ActivitiesViewSet(RowsViewSet):
    """The activities, by outputs, each in its order."""

    kind = Activity
    serializer_class = ActivitySerializer
    queryset = Activity.objects.none()

    def rows_of(self, proposal: Proposal) -> QuerySet[Activity]:
        rows = Activity.objects.filter(output__proposal=proposal).select_related("lead")
        ordered = rows.order_by("output__position", "output", "position", "pk")
        return ordered.prefetch_related("countries")

    def values_of(self, proposal: Proposal, given: dict[str, Any]) -> dict[str, Any]:
        return given  # it belongs to an output of the proposal


FRAMEWORK_PATHS = [
    made
    for name, view in (
        ("indicators", IndicatorsViewSet),
        ("outputs", OutputsViewSet),
        ("activities", ActivitiesViewSet),
    )
    for made in (
        path(f"proposals/<uuid:pk>/{name}/", view.as_view(LISTED), name=f"proposal-{name}"),
        path(
            f"proposals/<uuid:pk>/{name}/<uuid:row>/",
            view.as_view(ONE),
            name=f"proposal-{name}-one",
        ),
    )
]
