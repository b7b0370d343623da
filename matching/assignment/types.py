"""What goes into an assignment of many at once and what comes out. All are frozen.

A *demand* asks for people: a request for experts, a proposal to be reviewed. A *supply* has places
left: an expert, a reviewer. A *place* is one person wanted by a demand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

MOST_FACETS = 64  # as many as a covers' bit set holds
# What a limit says. ``of`` are demands, or supplies for ``capacity``, or a pair for ``lock``.
MESSAGES = (
    "too_few_candidates",  # candidates: wanted, candidates, missing
    "share_too_few",  # shared: wanted, places of the supplies, filled elsewhere, missing, supplies
    "one_more_place",  # capacity: how many places it fills, and how much worth comes with it
    "best_below_floor",  # floor: the best it could have alone, floor
    "compete_for_floor",  # floor: the floor reached, asked (None: as high as can be)
    "too_few_for_chance",  # chance: missing on average, most_probable
    "lock_no_candidate",  # lock, as the next three
    "lock_forbidden",
    "lock_beyond_wanted",
    "lock_beyond_capacity",
)
Pair = tuple[str, str]  # ids of a demand and a supply


@dataclass(frozen=True, slots=True)
class Demand:
    """``wanted`` people are asked for. What its pairs are worth counts ``priority`` times.

    ``facets`` is their number: bits 0 … facets - 1 of ``Pairs.covers`` speak of them.
    """

    id: str
    wanted: int
    priority: float = 1.0
    facets: int = 0

    def __post_init__(self) -> None:
        if self.wanted < 0:
            raise ValueError(f"{self.id} wants {self.wanted}; it must be 0 or more.")
        if not (0 < self.priority < float("inf")):
            raise ValueError(f"The priority of {self.id} is {self.priority}; it must be above 0.")
        if not 0 <= self.facets <= MOST_FACETS:
            raise ValueError(
                f"{self.id} has {self.facets} facets; 0 to {MOST_FACETS} are possible."
            )


@dataclass(frozen=True, slots=True)
class Supply:
    """``capacity``: how many places it can take."""

    id: str
    capacity: int

    def __post_init__(self) -> None:
        if self.capacity < 0:
            raise ValueError(f"The capacity of {self.id} is {self.capacity}; it must be 0 or more.")


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """The candidates. What a conflict or a hard rule forbids is left out.

    ``demand`` and ``supply`` are positions in the problem's ``demands`` and ``supplies``;
    ``score`` lies in (0, 1); ``covers`` is the set of the demand's facets that the supply covers,
    one bit each. All of one length; no pair twice; the order doesn't matter (pairs that come by
    demand, then by supply, with ids in their order too, save sorting).
    """

    demand: np.ndarray
    supply: np.ndarray
    score: np.ndarray
    covers: np.ndarray | None = None

    def __post_init__(self) -> None:
        given = [a for a in (self.supply, self.score, self.covers) if a is not None]
        if any(len(array) != len(self.demand) for array in given):
            raise ValueError("demand, supply, score and covers must be of one length.")

    def __len__(self) -> int:
        return len(self.demand)


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """What is to be solved.

    ``locked`` pairs stay as they are, ``forbidden`` ones are out. ``kept`` is the last proposal:
    a pair of it counts ``stability`` more than its score. ``floor`` is the least mean score over
    the places it asks for that a demand should get (an empty place counts 0; who can't get there
    even alone, gets its best); None: as high as can be without leaving places empty. A facet that
    is covered counts ``facet_weight``, in units of the score.
    """

    demands: tuple[Demand, ...]
    supplies: tuple[Supply, ...]
    pairs: Pairs
    locked: frozenset[Pair] = frozenset()
    forbidden: frozenset[Pair] = frozenset()
    kept: frozenset[Pair] = frozenset()
    stability: float = 0.0
    floor: float | None = 0.0
    facet_weight: float = 0.0

    def __post_init__(self) -> None:
        for name in ("demands", "supplies"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        for name in ("locked", "forbidden", "kept"):
            object.__setattr__(self, name, frozenset(getattr(self, name)))
        for name in ("stability", "facet_weight"):
            if getattr(self, name) < 0:
                raise ValueError(f"{name} is {getattr(self, name)}; it must be 0 or more.")
        if self.floor is not None and not 0 <= self.floor <= 1:
            raise ValueError(f"The floor is {self.floor}; it must lie between 0 and 1.")


@dataclass(frozen=True, slots=True)
class Limit:
    """What binds, or what would relax it. ``of`` are ids; ``message`` is a key of ``MESSAGES``."""

    kind: str
    of: tuple[str, ...]
    message: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who serves which demand.

    ``total`` is the sum of the scores; ``worth`` is what was made as large as can be: with
    priorities, facets and the last proposal. ``worst`` is the lowest mean score of a demand over
    the places it asks for, ``floor`` what each got at least (or its own best). ``unmet`` says how
    many places of a demand stay empty. ``optimal``: nothing better exists among all pairs; else
    the best is at most ``gap`` (a share of the worth) better. ``cost_of_chance`` is how much worth
    the random part costs on average. ``added`` pairs came in when the pairs left out were priced.
    """

    pairs: tuple[tuple[str, str, float], ...]
    total: float
    worst: float
    floor: float
    unmet: Mapping[str, int]
    optimal: bool
    gap: float
    limits: tuple[Limit, ...] = ()
    cost_of_chance: float = 0.0
    worth: float = 0.0
    added: int = 0


@dataclass(frozen=True, slots=True)
class Cause:
    """Why pairs changed. ``kind`` is one of ``CAUSES``; ids where they apply."""

    kind: str
    demand: str | None = None
    supply: str | None = None
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """One pair that came or went, and the causes of its chain, the strongest first.

    ``kind``: ``came`` or ``went``. ``other_demand`` is where the supply came from or goes to,
    ``other_supply`` who held the place before or holds it now (None: nobody). Changes of one
    ``chain`` hang together, in this order; all of it changes the worth by ``gain``.
    """

    demand: str
    supply: str
    kind: str
    because: tuple[Cause, ...]
    score: float | None = None
    other_demand: str | None = None
    other_supply: str | None = None
    chain: int = 0
    gain: float = 0.0


# Told what is being done and how far it is: ("price", {"round": 2, "added": 130}).
Progress = Callable[[str, Mapping[str, float]], None]
