"""Which rankings a person may see, and what is shown with their candidates."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from backend.directory.selectors import current_affiliations
from backend.matches.models import MatchRun
from backend.needs.models import Need


def runs_visible_to(user) -> QuerySet[MatchRun]:
    """The rankings of the needs a person may see."""
    return MatchRun.objects.filter(need__in=Need.objects.visible_to(user))


def latest_run(need: Need) -> MatchRun | None:
    """The newest ranking of a need that is done."""
    done = MatchRun.objects.filter(need=need, status=MatchRun.Status.DONE)
    return done.order_by("-created_at", "-pk").first()


def with_profiles(rows: QuerySet) -> QuerySet:
    """Rows about a profile, with what is shown of it: two queries more, whatever their number."""
    current = current_affiliations().select_related("institution")
    return rows.select_related(
        "profile__country", "profile__expert", "profile__institution"
    ).prefetch_related(Prefetch("profile__expert__affiliations", current))
