"""Reads of the results framework."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from backend.programmes.models import Activity, Output, Proposal


def outputs_with_activities(proposal: Proposal) -> QuerySet[Output]:
    """With their activities, each with who leads it and where it is: three queries."""
    activities = Activity.objects.select_related("lead").prefetch_related("countries")
    rows = proposal.outputs.prefetch_related(
        Prefetch("activities", activities.order_by("position", "pk"))
    )
    return rows.order_by("position", "pk")
