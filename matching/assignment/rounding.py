"""Parts of pairs become whole pairs by chance, each with the probability of its part.

Dependent rounding of Gandhi, Khuller, Parthasarathy and Srinivasan 2006 ("Dependent rounding and
its applications to approximation algorithms", Journal of the ACM 53): along a cycle or a longest
path of broken pairs, parts move back and forth until one of them is whole. What a demand gets and
a supply gives stays as it was, or becomes the whole number below or above.
"""

from __future__ import annotations

import numpy as np

ROUNDING = 1e-9


def rounded(
    demand: np.ndarray, supply: np.ndarray, parts: np.ndarray, chance: np.random.Generator
) -> np.ndarray:
    """For each pair whether it is taken. ``parts`` lie between 0 and 1."""
    graph = _Broken(demand, supply, parts)
    for node in range(len(graph.around)):
        while graph.around[node]:
            graph.move(graph.walk(node), chance.random())
    return np.array(graph.parts, dtype=np.float64) > 0.5


class _Broken:
    """The graph of broken pairs. Nodes are demands, then supplies; ``around`` are their pairs."""

    def __init__(self, demand: np.ndarray, supply: np.ndarray, parts: np.ndarray) -> None:
        self.parts: list[float] = parts.tolist()
        demands = int(demand.max(initial=-1)) + 1
        self.ends = list(zip(demand.tolist(), (supply + demands).tolist(), strict=True))
        nodes = demands + int(supply.max(initial=-1)) + 1
        self.around: list[dict[int, None]] = [{} for _ in range(nodes)]  # in order, unlike a set
        for pair in np.flatnonzero(np.abs(parts - np.rint(parts)) > ROUNDING).tolist():
            for node in self.ends[pair]:
                self.around[node][pair] = None

    def walk(self, start: int) -> list[int]:
        """The pairs of a cycle, or of a path between two nodes that can't be made longer."""
        pairs, end = self._onward(start)
        return pairs if end is None else self._onward(end)[0]

    def _onward(self, node: int) -> tuple[list[int], int | None]:
        """The first cycle on the way from a node; else the way, and the node where it ends."""
        seen = {node: 0}
        pairs: list[int] = []
        while True:
            last = pairs[-1] if pairs else None
            pair = next((pair for pair in self.around[node] if pair != last), None)
            if pair is None:
                return pairs, node
            pairs.append(pair)
            one, other = self.ends[pair]
            node = other if node == one else one
            if node in seen:
                return pairs[seen[node] :], None
            seen[node] = len(pairs)

    def move(self, pairs: list[int], drawn: float) -> None:
        """Up and down in turn along the pairs, as far as goes; up with the chance that is fair."""
        ups, downs = pairs[::2], pairs[1::2]
        up = min([1 - self.parts[p] for p in ups] + [self.parts[p] for p in downs])
        down = min([self.parts[p] for p in ups] + [1 - self.parts[p] for p in downs])
        by = up if drawn * (up + down) < down else -down
        for pair in ups:
            self.parts[pair] += by
        for pair in downs:
            self.parts[pair] -= by
        for pair in pairs:
            if abs(self.parts[pair] - round(self.parts[pair])) <= ROUNDING:
                self.parts[pair] = round(self.parts[pair])
                for node in self.ends[pair]:
                    self.around[node].pop(pair, None)
