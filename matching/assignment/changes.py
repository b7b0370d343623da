"""Why a solution differs from the one before: chains of changes, each with its causes.

The pairs that only one of the two has fall into chains: who leaves a place makes room for who
comes, who comes left a place elsewhere (the alternating paths and cycles of the symmetric
difference; Berge 1957, "Two theorems in graph theory"). A chain has its cause somewhere along it:
a lock, an exclusion, a capacity … Where there is none it was worth it, and by how much is said.
"""

from __future__ import annotations

from matching.assignment.causes import Differences, causes_of
from matching.assignment.chains import Link, chains_between
from matching.assignment.table import table_of
from matching.assignment.types import Assignment, Cause, Change, Problem
from matching.assignment.valuing import Value


def explain_changes(before: Assignment, after: Assignment, problem: Problem) -> tuple[Change, ...]:
    """Each pair that came or went from ``before`` to ``after``, which answers ``problem``."""
    known = Differences(before, after, Value(table_of(problem)))
    changes: list[Change] = []
    for number, chain in enumerate(chains_between(known.before, known.after)):
        causes, gain = causes_of(chain, known), known.gain(chain)
        changes += [_change(link, causes, number, gain, known.value) for link in chain]
    return tuple(changes)


def _change(
    link: Link, causes: tuple[Cause, ...], number: int, gain: float, value: Value
) -> Change:
    return Change(
        demand=link.demand,
        supply=link.supply,
        kind="came" if link.came else "went",
        because=causes,
        score=value.score(link.pair),
        other_demand=link.other_demand,
        other_supply=link.other_supply,
        chain=number,
        gain=gain,
    )
