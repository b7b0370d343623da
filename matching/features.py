"""What besides its text speaks for a candidate, or against it; each feature lies between 0 and 1.

What is not known counts as the middle (``NEUTRAL``): it is neither held against a candidate nor
to its credit. The weights, and what they are worth beside the text: ``data/ranker.json``.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

import numpy as np

from matching.text import primary
from matching.types import Need, Passage, Place, Profile

MIDDLE = 0.5
HALF_LIFE = 5.0  # years after which evidence counts for half as fresh
SOLID = 3.0  # attested passages that make an institution half as strong as can be
BUSY = 2.0  # open cases that fill half of somebody who named no limit
# How much stands behind a passage besides the word of its author.
ATTESTED = {
    "self_declared": 0.0,
    "institution_confirmed": 0.5,
    "documented": 0.75,
    "delivered": 1.0,
}
# Of a feature that was not observed; those that are not named here are 0 where nothing is known.
NEUTRAL: Mapping[str, float] = {
    **dict.fromkeys(("coverage", "languages", "region", "groups"), MIDDLE),
    **dict.fromkeys(("freshness", "attestation", "strength", "response"), MIDDLE),
}
AGAINST = frozenset({"load"})  # speak against a candidate; all others speak for it


def share(wanted: Sequence[str], has: Sequence[str]) -> float:
    """Which part of what is wanted is there; 0 where nothing is asked for."""
    return len(set(wanted) & set(has)) / len(set(wanted)) if wanted else 0.0


def of_candidates(need: Need, profiles: Sequence[Profile]) -> dict[str, np.ndarray]:
    """The features of candidates as a whole, each of shape (candidates,)."""
    rows = [overlaps(need, one) for one in profiles]
    return {name: np.array([row[name] for row in rows]) for name in (rows[0] if rows else ())}


def overlaps(need: Need, profile: Profile) -> dict[str, float]:
    """The features of one candidate."""
    return {
        "sdgs": share(need.sdgs, profile.sdgs),
        "sectors": share(need.sectors, profile.sectors),
        "languages": languages(need, profile),
        "region": region(need.place, profile.place),
        "groups": groups(need.place, profile.place),
        "similar_countries": similar_countries(need, profile),
        "strength": strength(profile),
        "response": response(profile),
        "load": load(profile),
    }


def languages(need: Need, profile: Profile) -> float:
    """Which part of the need's languages (its own, and those asked for) the candidate speaks."""
    wanted = sorted({primary(code) for code in (need.language, *need.languages)} - {"und"})
    if not wanted or not profile.languages:
        return MIDDLE
    return share(wanted, [primary(code) for code in profile.languages])


def region(need: Place | None, other: Place | None) -> float:
    """Which part of the regions around the need's country, small and large, the other is in."""
    if need is None or other is None or not need.regions:
        return MIDDLE
    return share(need.regions, other.regions)


def groups(need: Place | None, other: Place | None) -> float:
    """Which part of the groups of the need's country (such as LDC) the other is a member of."""
    if need is None or other is None or not need.groups:
        return MIDDLE
    return share(need.groups, other.groups)


def likeness(need: Place, other: Place) -> float:
    """1 for the same country, else what is shared of its regions and of its groups."""
    if need.country == other.country:
        return 1.0
    return (share(need.regions, other.regions) + share(need.groups, other.groups)) / 2


def similar_countries(need: Need, profile: Profile) -> float:
    """How like the need's country the likest is, of those abroad where the candidate has worked.

    0 where nothing is known: that is no less than for work in countries that are not alike.
    """
    if need.place is None:
        return 0.0
    home = profile.place.country if profile.place else None
    abroad = [place for place in profile.worked_in if place.country != home]
    return max((likeness(need.place, place) for place in abroad), default=0.0)


def strength(profile: Profile) -> float:
    """How much attested evidence the institution behind the candidate has."""
    return MIDDLE if profile.attested is None else profile.attested / (profile.attested + SOLID)


def response(profile: Profile) -> float:
    """The rate at which invitations are answered, from one half before the first (Laplace)."""
    return (profile.answered + 1) / (profile.invited + 2)


def load(profile: Profile) -> float:
    """How much of the candidate's room for work is taken; 0 where nothing is under way."""
    if profile.capacity is None:
        return profile.load / (profile.load + BUSY)
    return min(1.0, profile.load / profile.capacity) if profile.capacity else 1.0


def of_passages(need: Need, passages: Sequence[Passage]) -> dict[str, np.ndarray]:
    """The features of single passages, each of shape (passages,)."""
    year = (need.asked_on or datetime.date.today()).year
    return {
        "freshness": np.array([freshness(one.year, year) for one in passages]),
        "attestation": np.array([attestation(one.attestation) for one in passages]),
    }


def freshness(year: int | None, asked_in: int) -> float:
    """1 for this year (or one to come), half of that every ``HALF_LIFE`` years."""
    return MIDDLE if year is None else 0.5 ** (max(0, asked_in - year) / HALF_LIFE)


def attestation(given: str | None) -> float:
    """How well a passage is attested. Raises KeyError for an attestation that is not known."""
    return MIDDLE if given is None else ATTESTED[given]
