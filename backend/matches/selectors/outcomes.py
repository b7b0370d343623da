"""What outcomes say of each candidate that was shown."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from backend.matches import engine
from backend.matches.models import Match, Outcome

CHOSEN = {
    Outcome.Kind.SHORTLISTED,
    Outcome.Kind.INVITED,
    Outcome.Kind.ACCEPTED,
    Outcome.Kind.DELIVERED,
}
POOR = 2  # ratings up to here count against a match
Told = tuple[str, str, int | None]  # kind, reason, rating


def telling_outcomes() -> int:
    """How many outcomes there are beyond having been shown."""
    return Outcome.objects.exclude(kind=Outcome.Kind.SHOWN).count()


def observations() -> list[engine.Observation]:
    """Candidates with outcomes, with the features they were ranked by. Two queries."""
    told: dict[tuple[UUID, UUID], list[Told]] = {}
    rows = Outcome.objects.order_by("at", "pk")
    named = rows.values_list("run_id", "profile_id", "kind", "reason", "rating")
    for run, profile, kind, reason, rating in named:
        told.setdefault((run, profile), []).append((kind, reason, rating))
    matches = Match.objects.filter(run__in={run for run, _ in told}).exclude(values={})
    columns = ("run_id", "profile_id", "run__need_id", "rank", "values")
    found = []
    for run, profile, need, rank, values in matches.order_by("run", "rank").values_list(*columns):
        chosen = verdict(told.get((run, profile), ()))
        if chosen is not None:
            found.append(engine.Observation(str(need), values, rank, chosen))
    return found


def verdict(told: Iterable[Told]) -> bool | None:
    """Whether the pairing was found good; None where what happened says nothing either way.

    "Not my field" and poor ratings count against it, whoever had chosen it. Having been shown
    and no more counts as not chosen; "busy" and other reasons of the moment count for nothing.
    """
    happened = list(told)
    if not happened:
        return None
    for kind, reason, rating in happened:
        if reason == Outcome.Reason.NOT_MY_FIELD:
            return False
        if kind == Outcome.Kind.RATED and rating is not None and rating <= POOR:
            return False
    kinds = {kind for kind, _, _ in happened}
    if kinds & CHOSEN or Outcome.Kind.RATED in kinds:
        return True
    return None if Outcome.Kind.DECLINED in kinds else False
