"""Which rankings a person may see."""

from __future__ import annotations

from django.db.models import QuerySet

from backend.matches.models import MatchRun
from backend.needs.models import Need


def runs_visible_to(user) -> QuerySet[MatchRun]:
    """The rankings of the needs a person may see."""
    return MatchRun.objects.filter(need__in=Need.objects.visible_to(user))
