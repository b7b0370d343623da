"""Small problems of assigning many at once, and what is best of all that can be done with them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
from hypothesis import strategies as st

from matching import Assignment, Demand, Pairs, Problem, Supply

STEP = 0.01  # of the floor


def problem(
    scores: dict[tuple[str, str], float],
    *,
    wanted: dict[str, int] | int = 1,
    capacity: dict[str, int] | int = 1,
    covers: dict[tuple[str, str], int] | None = None,
    facets: int = 0,
    priority: dict[str, float] | None = None,
    **more,
) -> Problem:
    """By ids. Demands and supplies are those of the pairs and those that have a number."""
    demands = sorted({d for d, _ in scores} | set(wanted if isinstance(wanted, dict) else ()))
    supplies = sorted({s for _, s in scores} | set(capacity if isinstance(capacity, dict) else ()))
    wants = wanted if isinstance(wanted, dict) else dict.fromkeys(demands, wanted)
    takes = capacity if isinstance(capacity, dict) else dict.fromkeys(supplies, capacity)
    pairs = Pairs(
        np.array([demands.index(d) for d, _ in scores], dtype=np.int32),
        np.array([supplies.index(s) for _, s in scores], dtype=np.int32),
        np.array(list(scores.values())),
        None if covers is None else np.array([covers.get(p, 0) for p in scores], dtype=np.uint64),
    )
    weights = priority or {}
    return Problem(
        tuple(Demand(d, wants.get(d, 0), weights.get(d, 1.0), facets) for d in demands),
        tuple(Supply(s, takes.get(s, 0)) for s in supplies),
        pairs,
        **more,
    )


def table(rows: str) -> dict[tuple[str, str], float]:
    """``a: .9 .8 -`` … Demands by letter, supplies by number; ``-``: no candidates."""
    found = {}
    for row in rows.strip().splitlines():
        demand, _, values = row.partition(":")
        for number, value in enumerate(values.split(), 1):
            if value != "-":
                found[demand.strip(), str(number)] = float(value)
    return found


@st.composite
def small_problems(draw, *, floors=(0.0,), facets=0):
    demands, supplies = draw(st.integers(1, 3)), draw(st.integers(1, 4))
    cells = [(f"d{d}", f"s{s}") for d in range(demands) for s in range(supplies)]
    given = draw(st.lists(st.sampled_from(cells), unique=True, min_size=1))
    scores = {cell: draw(st.integers(1, 999)) / 1000 for cell in given}
    some = st.frozensets(st.sampled_from(cells), max_size=2)
    return problem(
        scores,
        wanted={f"d{d}": draw(st.integers(0, 2)) for d in range(demands)},
        capacity={f"s{s}": draw(st.integers(0, 2)) for s in range(supplies)},
        covers={cell: draw(st.integers(0, (1 << facets) - 1)) for cell in given},
        facets=facets,
        priority={f"d{d}": draw(st.sampled_from([0.5, 1.0, 3.0])) for d in range(demands)},
        locked=draw(some),
        forbidden=draw(some),
        kept=draw(some),
        stability=draw(st.sampled_from([0.0, 0.1])),
        floor=draw(st.sampled_from(floors)),
        facet_weight=0.2 if facets else 0.0,
    )


def brute_force(given: Problem) -> tuple[int, float, float]:
    """Places filled, the floor reached and the worth of the best that there is."""
    all_ways = list(ways(given))
    most = max(len(way) for way in all_ways)
    full = [way for way in all_ways if len(way) == most]
    locked = held(given)
    alone = {d.id: max(mean(given, way, d.id) for way in ways(given, d.id)) for d in given.demands}
    tops = max(alone.values()) + STEP if given.floor is None else given.floor
    levels = [k * STEP for k in range(int(tops / STEP) + 2) if k * STEP < tops - 1e-7]
    levels += [] if given.floor is None else [given.floor]

    def reaches(way, level):
        return all(mean(given, way, d) >= min(level, best) - 1e-6 for d, best in alone.items())

    assert locked is not None
    best = max(level for level in levels if any(reaches(way, level) for way in full))
    return most, best, max(worth(given, way) for way in full if reaches(way, best))


def held(given: Problem) -> set[tuple[str, str]]:
    """The locks that can be held, the highest scores first."""
    known, used = scores_of(given), set()
    for pair in sorted(given.locked - given.forbidden, key=lambda p: (-known.get(p, 0), p)):
        if pair in known and fits(given, used | {pair}):
            used.add(pair)
    return used


def ways(given: Problem, only: str | None = None) -> Iterator[set[tuple[str, str]]]:
    """All sets of pairs that keep what must be kept; ``only``: where one demand is all there is."""
    locked = held(given)
    free = sorted(scores_of(given).keys() - given.forbidden - locked)
    if only is not None:
        free = [pair for pair in free if pair[0] == only]
    for size in range(len(free) + 1):
        for some in itertools.combinations(free, size):
            if fits(given, locked | set(some)):
                yield locked | set(some)


def fits(given: Problem, pairs: set[tuple[str, str]]) -> bool:
    wanted = all(sum(d == one.id for d, _ in pairs) <= one.wanted for one in given.demands)
    return wanted and all(
        sum(s == one.id for _, s in pairs) <= one.capacity for one in given.supplies
    )


def scores_of(given: Problem) -> dict[tuple[str, str], float]:
    rows = zip(given.pairs.demand, given.pairs.supply, given.pairs.score, strict=True)
    return {(given.demands[d].id, given.supplies[s].id): float(score) for d, s, score in rows}


def mean(given: Problem, way: set[tuple[str, str]], demand: str) -> float:
    known, one = scores_of(given), next(d for d in given.demands if d.id == demand)
    return sum(known[p] for p in way if p[0] == demand) / max(one.wanted, 1)


def worth(given: Problem, way: set[tuple[str, str]]) -> float:
    known, total = scores_of(given), 0.0
    covers = given.pairs.covers
    bits = {} if covers is None else dict(zip(known, covers.tolist(), strict=True))
    for one in given.demands:
        mine, together = [pair for pair in way if pair[0] == one.id], 0
        for pair in mine:
            together |= bits.get(pair, 0)
        scores = sum(known[pair] + given.stability * (pair in given.kept) for pair in mine)
        total += one.priority * (scores + given.facet_weight * together.bit_count())
    return total


def pairs_of(answer: Assignment) -> set[tuple[str, str]]:
    return {(demand, supply) for demand, supply, _ in answer.pairs}
