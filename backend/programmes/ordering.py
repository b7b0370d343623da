"""The ranked order of proposals under the money available, until the money ends.

Nothing is passed over to fit a cheaper one in: the first that no longer fits ends it, and those of
one score stand or fall together, which is told, as a person has to decide among them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from backend.programmes.models import Within


@dataclass(frozen=True)
class Entry:
    """A proposal with its adjusted score; ``asked``: what it wants of the programme."""

    proposal: str
    score: Decimal
    asked: Decimal | None


@dataclass(frozen=True)
class Place:
    """``rank``: those of one score share it. ``until_here``: what all up to it want together."""

    proposal: str
    rank: int
    tied: bool
    within: Within
    until_here: Decimal


def ranked(entries: Sequence[Entry], money: Decimal | None) -> list[Place]:
    """The best first; of one score in the order of their ids."""
    entries = sorted(entries, key=lambda one: (-one.score, one.proposal))
    places: list[Place] = []
    used, is_over = Decimal(0), False
    for _score, group in groupby(entries, key=lambda one: one.score):
        some = list(group)
        within = _within(some, used, money, is_over)
        is_over = is_over or within in (Within.TIED, Within.NO)
        rank = len(places) + 1
        for one in some:
            used += one.asked or Decimal(0)
            places.append(Place(one.proposal, rank, len(some) > 1, within, used))
    return places


def _within(some: Sequence[Entry], used: Decimal, money: Decimal | None, is_over: bool) -> Within:
    if money is None:
        return Within.UNKNOWN
    if is_over or any(one.asked is None for one in some):
        return Within.NO
    wanted = [one.asked for one in some if one.asked is not None]
    if used + sum(wanted) <= money:
        return Within.YES
    return Within.TIED if len(some) > 1 and used + min(wanted) <= money else Within.NO
