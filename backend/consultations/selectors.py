"""Reads of the consultations app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Prefetch, QuerySet

from backend.consultations.models import Clock, ConsultationRequest

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from backend.accounts.models import User


def requests_for(user: User | AnonymousUser) -> QuerySet[ConsultationRequest]:
    """What a person may see, with all that is shown of each: two queries."""
    open_clocks = Clock.objects.filter(stopped_at__isnull=True).order_by("pk")
    return (
        ConsultationRequest.objects.visible_to(user)
        .select_related("need__institution")
        .prefetch_related(Prefetch("clocks", open_clocks, to_attr="open_clocks"))
    )
