"""The ranker in use, and the making of a new one."""

from __future__ import annotations

from django.core.cache import cache

from backend.matches.models import RankerVersion
from matching.observations import Observation
from matching.ranker import LinearRanker, shipped
from matching.training import LEAST_NEEDS, OneKind, TooFewNeeds, Trained, train

__all__ = [
    "LEAST_NEEDS",
    "LinearRanker",
    "Observation",
    "OneKind",
    "TooFewNeeds",
    "Trained",
    "active_ranker",
    "forget_ranker",
    "shipped_ranker",
    "train",
]

KEY = "matches.active_ranker"
SECONDS = 5  # that a process goes on with the ranker it knows


def active_ranker() -> LinearRanker:
    """The ranker that scores today; looked up once in some seconds."""
    found = cache.get(KEY)
    if found is None:
        found = _look_up()
        cache.set(KEY, found, SECONDS)
    return found


def forget_ranker() -> None:
    """Look it up anew at the next question."""
    cache.delete(KEY)


def shipped_ranker() -> LinearRanker:
    """The prior that comes with the engine: the first version."""
    return shipped()


def _look_up() -> LinearRanker:
    used = RankerVersion.objects.filter(active_from__isnull=False)
    row = used.order_by("-active_from", "-pk").first()
    first = shipped()
    if row is None or row.name == first.version:
        return first
    # Features that came after the version was learned count for nothing in it.
    unknown = dict.fromkeys(first.weights, 0.0)
    return LinearRanker(row.name, row.bias, {**unknown, **row.weights}, row.line)
