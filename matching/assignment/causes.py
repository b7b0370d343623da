"""The causes of a chain of changes, each read from facts: who, which, how much."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from matching.assignment.chains import Chain, Link
from matching.assignment.types import Assignment, Cause, Pair
from matching.assignment.valuing import Value

# The strongest first. What people decided, then what was asked, then what the solution gains.
CAUSES = (
    "lock",  # the pair was locked
    "forbidden",  # the pair was forbidden
    "no_candidate",  # the pair is no candidate any more
    "supply_gone",
    "demand_gone",
    "capacity",  # the supply had more than it can take now
    "wanted",  # the demand asks for another number
    "new_demand",
    "fills",  # a place that was empty is filled
    "floor",  # the demand was below the floor
    "priority",  # scores lose, but the demand's priority is higher
    "facets",  # scores lose, but more facets are covered
    "kept",  # scores lose, but the last proposal is kept
    "worth",  # it is worth more
    "together",  # it pays only with other chains
    "tie",  # worth the same; ids decide
)
SAME = 1e-7  # what worth differs by at least


class Differences:
    """The two solutions by ids, and what chains of changes between them add."""

    def __init__(self, before: Assignment, after: Assignment, value: Value) -> None:
        self.value, self.floor, self.unmet = value, after.floor, before.unmet
        self.before: set[Pair] = {(demand, supply) for demand, supply, _ in before.pairs}
        self.after: set[Pair] = {(demand, supply) for demand, supply, _ in after.pairs}
        self.of_demand = _grouped(self.before, 0)
        self.of_supply = _grouped(self.before, 1)
        self.now_of_demand = _grouped(self.after, 0)

    def people(self, chain: Chain) -> Iterator[tuple[str, set[str], set[str]]]:
        """Each demand of a chain, with its people without the chain and with it, as it is now."""
        for demand in dict.fromkeys(link.demand for link in chain):
            came = {link.supply for link in chain if link.demand == demand and link.came}
            went = {link.supply for link in chain if link.demand == demand and not link.came}
            now = self.now_of_demand.get(demand, set())
            yield demand, (now - came) | went, now

    def gain(self, chain: Chain) -> float:
        worth = self.value.worth
        return sum(
            worth(demand, now) - worth(demand, old) for demand, old, now in self.people(chain)
        )


def causes_of(chain: Chain, known: Differences) -> tuple[Cause, ...]:
    """What was decided or asked, along the chain; where nothing was, what the chain gains."""
    decided = [cause for link in chain for cause in _decided(link, known)]
    found = decided or list(_gained(chain, known)) or [_undecided(known.gain(chain))]
    strongest = sorted(found, key=lambda cause: CAUSES.index(cause.kind))
    return tuple({(c.kind, c.demand, c.supply): c for c in strongest}.values())


def _decided(link: Link, known: Differences) -> Iterator[Cause]:
    yield from _of_arrival(link, known) if link.came else _of_departure(link, known)


def _of_arrival(link: Link, known: Differences) -> Iterator[Cause]:
    if link.pair in known.value.problem.locked:
        yield Cause("lock", link.demand, link.supply)
    before, missing = len(known.of_demand.get(link.demand, ())), known.unmet.get(link.demand, 0)
    wanted = known.value.demands[link.demand].wanted
    if not before + missing:
        yield Cause("new_demand", link.demand, values={"wanted": wanted})
    elif before + missing < wanted and link.other_supply is None:
        yield Cause("wanted", link.demand, values={"before": before + missing, "wanted": wanted})


def _of_departure(link: Link, known: Differences) -> Iterator[Cause]:
    value, pair = known.value, link.pair
    demand, supply = value.demands.get(link.demand), value.supplies.get(link.supply)
    if pair in value.problem.forbidden:
        yield Cause("forbidden", *pair)
    elif demand is None:
        yield Cause("demand_gone", link.demand)
    elif supply is None:
        yield Cause("supply_gone", supply=link.supply)
    elif value.score(pair) is None:
        yield Cause("no_candidate", *pair)
    elif link.other_demand is None and supply.capacity < len(known.of_supply[link.supply]):
        had = len(known.of_supply[link.supply])
        yield Cause("capacity", supply=supply.id, values={"before": had, "now": supply.capacity})
    elif link.other_supply is None and demand.wanted < len(known.of_demand[link.demand]):
        had = len(known.of_demand[link.demand])
        yield Cause("wanted", demand.id, values={"before": had, "wanted": demand.wanted})


def _gained(chain: Chain, known: Differences) -> Iterator[Cause]:
    filled = sum(1 if link.came else -1 for link in chain)
    if filled > 0:
        last = next(link for link in chain if link.came and link.other_supply is None)
        yield Cause("fills", last.demand, last.supply, {"places": filled})
    yield from _raised(chain, known)
    gain = known.gain(chain)
    if gain > SAME:
        yield _worth(chain, known, gain)


def _undecided(gain: float) -> Cause:
    return Cause("tie" if gain >= -SAME else "together", values={"gain": gain})


def _raised(chain: Chain, known: Differences) -> Iterator[Cause]:
    """The demands that would be below the floor without the chain, and are better with it."""
    for demand, old, now in known.people(chain):
        was, become = known.value.mean(demand, old), known.value.mean(demand, now)
        if was < min(known.floor, become) - SAME:
            values = {"before": was, "now": become, "floor": known.floor}
            yield Cause("floor", demand, values=values)


def _worth(chain: Chain, known: Differences, gain: float) -> Cause:
    """The demand that gains most, and by which part of the worth."""
    value, people = known.value, list(known.people(chain))
    gains = [value.worth(demand, now) - value.worth(demand, old) for demand, old, now in people]
    demand, old, now = people[gains.index(max(gains))]
    values: dict[str, object] = {"gain": gain}
    values |= {"before": value.scores(demand, old), "now": value.scores(demand, now)}
    if sum(value.scores(d, after) - value.scores(d, before) for d, before, after in people) > SAME:
        return Cause("worth", demand, values=values)
    covered, before = value.covered(demand, now), value.covered(demand, old)
    if value.problem.facet_weight and covered > before:
        values |= {"covered_before": before, "covered": covered}
        return Cause("facets", demand, values=values)
    if value.problem.stability and value.kept(demand, now) > value.kept(demand, old):
        return Cause("kept", demand, values=values)
    values["priority"] = value.demands[demand].priority
    return Cause("priority", demand, values=values)


def _grouped(pairs: Iterable[Pair], side: int) -> Mapping[str, set[str]]:
    groups: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        groups[pair[side]].add(pair[1 - side])
    return groups
