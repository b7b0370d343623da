"""The values that cross the engine's border. All are frozen."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True, slots=True)
class Place:
    """A country, the regions it lies in (M49, without the world) and its groups at a date."""

    country: str
    regions: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """One dated piece of evidence. ``language`` None: it is detected. ``year`` may be None.

    ``attestation`` is a key of ``features.ATTESTED``; None: nothing is said of it.
    """

    text: str
    language: str | None = None
    kind: str = "expertise"
    year: int | None = None
    id: str | None = None
    attestation: str | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """A candidate: an institution or an expert, with what the hard rules look at.

    ``languages`` are primary subtags; ``available`` holds periods, both days included, and an
    empty tuple means that nothing was said. ``institutions`` are the ids of those the candidate
    is or belongs to. ``load`` counts open engagements and unanswered invitations.

    ``place`` is where it is, ``worked_in`` where it has worked. ``answered`` of the ``invited``
    invitations that were due got an answer. ``attested`` counts the passages that others than
    their author vouch for in the profile of the institution that it is or belongs to; None:
    there is no such institution.
    """

    id: str
    passages: tuple[Passage, ...] = ()
    kind: str = "expert"
    country: str | None = None
    languages: tuple[str, ...] = ()
    available: tuple[tuple[datetime.date, datetime.date], ...] = ()
    institutions: tuple[str, ...] = ()
    sdgs: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    load: int = 0
    capacity: int | None = None
    place: Place | None = None
    worked_in: tuple[Place, ...] = ()
    invited: int = 0
    answered: int = 0
    attested: int | None = None

    def __post_init__(self) -> None:
        for name in (
            "passages",
            "languages",
            "available",
            "institutions",
            "sdgs",
            "sectors",
            "worked_in",
        ):
            object.__setattr__(self, name, tuple(getattr(self, name)))


@dataclass(frozen=True, slots=True)
class Need:
    """What is looked for, and the hard rules that go with it.

    ``kinds``, ``countries`` and ``languages`` empty: any. ``languages`` must all be spoken (by
    experts; institutions are not asked). ``country`` is where the work is; ``place`` is the same
    with what it has in common with others. ``asked_on`` is the day that evidence is dated
    against; None: today.
    """

    id: str
    text: str
    language: str | None = None
    kinds: tuple[str, ...] = ()
    country: str | None = None
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    sdgs: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    available_from: datetime.date | None = None
    exclude_institutions: tuple[str, ...] = ()
    facets: Mapping[str, str] = field(default_factory=dict)
    place: Place | None = None
    asked_on: datetime.date | None = None

    def __post_init__(self) -> None:
        for name in (
            "kinds",
            "countries",
            "languages",
            "sdgs",
            "sectors",
            "exclude_institutions",
        ):
            object.__setattr__(self, name, tuple(getattr(self, name)))


@dataclass(frozen=True, slots=True)
class Reason:
    """A passage that carried a match. ``contribution`` is its part of the score's logit.

    ``claims``: what of it comes of the passage's claims (below 0: they speak against it).
    """

    passage: Passage
    language: str
    contribution: float
    shared_terms: tuple[str, ...] = ()
    claims: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hit:
    """A candidate with its score in (0, 1) and why: ``base`` + reasons + features = logit.

    ``values`` are the features before they are weighed, for a ranker to learn from.
    """

    id: str
    score: float
    reasons: tuple[Reason, ...] = ()
    shared_terms: tuple[str, ...] = ()
    features: Mapping[str, float] = field(default_factory=dict)
    base: float = 0.0
    values: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A candidate that a hard rule left out."""

    id: str
    rule: str


@dataclass(frozen=True, slots=True)
class Aspect:
    """A part of a need that somebody must cover: a facet as given, or a sentence of its text."""

    facet: str
    text: str


@dataclass(frozen=True, slots=True)
class Cover:
    """An aspect, and a member's passage that covers it best; ``coverage`` lies in (0, 1)."""

    aspect: Aspect
    passage: Passage
    coverage: float


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a panel, with its score and the aspects it covers best of all members."""

    id: str
    score: float
    covers: tuple[Cover, ...] = ()


# A way to rank, to be measured: the scores of all profiles for all needs, (needs, profiles).
System = Callable[[Sequence[Need], Sequence[Profile]], np.ndarray]
