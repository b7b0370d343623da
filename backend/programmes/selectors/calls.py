"""Reads of programmes and their calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.functions import Now

from backend.programmes.models import Call, Programme

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from backend.accounts.models import User

OPEN = Q(announced_at__isnull=False, opens_at__lte=Now(), closes_at__gt=Now())


def calls_for(user: User | AnonymousUser) -> QuerySet[Call]:
    """What a person may see; ``is_open`` by the database's clock."""
    rows = Call.objects.visible_to(user).select_related("programme")
    rows = rows.annotate(is_open=Case(When(OPEN, then=Value(True)), default=Value(False)))
    return rows.prefetch_related("extensions__by")


def programmes() -> QuerySet[Programme]:
    """For everybody, with what they demand and what their forms ask for: three queries."""
    return Programme.objects.prefetch_related("rules", "sections").order_by("code")
