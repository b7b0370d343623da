"""The pairs that came and went, as chains: alternating paths and cycles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from matching.assignment.types import Pair

Edge = tuple[str, str, bool]  # demand, supply, whether it came


@dataclass(frozen=True, slots=True)
class Link:
    """``other_demand`` is where the supply came from or goes to, ``other_supply`` who held the
    place before or holds it now."""

    demand: str
    supply: str
    came: bool
    other_demand: str | None
    other_supply: str | None

    @property
    def pair(self) -> Pair:
        return self.demand, self.supply


Chain = tuple[Link, ...]


def chains_between(before: Collection[Pair], after: Collection[Pair]) -> Iterator[Chain]:
    """In the order of their first pairs; a path begins at one of its ends."""
    edges: list[Edge] = sorted(
        [(d, s, False) for d, s in set(before) - set(after)]
        + [(d, s, True) for d, s in set(after) - set(before)]
    )
    of_demand, of_supply = _partners(edges, 0), _partners(edges, 1)
    ends = [edge for edge in edges if edge not in of_demand or edge not in of_supply]
    seen: set[Edge] = set()
    for start in [*ends, *edges]:
        if start not in seen:
            way = _follow(start, of_demand, of_supply)
            seen.update(way)
            yield tuple(_link(edge, of_demand, of_supply) for edge in way)


def _partners(edges: Collection[Edge], side: int) -> Mapping[Edge, Edge]:
    """At each demand (side 0) or supply (1) one that went with one that came, in order."""
    at: dict[str, tuple[list[Edge], list[Edge]]] = defaultdict(lambda: ([], []))
    for edge in edges:
        at[edge[0] if side == 0 else edge[1]][edge[2]].append(edge)
    pairs = [pair for went, came in at.values() for pair in zip(went, came, strict=False)]
    return dict(pairs) | {came: went for went, came in pairs}


def _follow(
    start: Edge, of_demand: Mapping[Edge, Edge], of_supply: Mapping[Edge, Edge]
) -> list[Edge]:
    """From an end, or once round."""
    way = [start]
    turns = (of_supply, of_demand) if start in of_supply else (of_demand, of_supply)
    while True:
        onward = turns[(len(way) - 1) % 2].get(way[-1])
        if onward is None or onward == start:
            return way
        way.append(onward)


def _link(edge: Edge, of_demand: Mapping[Edge, Edge], of_supply: Mapping[Edge, Edge]) -> Link:
    demand, supply, came = edge
    other_demand, other_supply = of_supply.get(edge), of_demand.get(edge)
    return Link(
        demand,
        supply,
        came,
        other_demand[0] if other_demand else None,
        other_supply[1] if other_supply else None,
    )
