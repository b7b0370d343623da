"""Every difference between two solutions has its cause: "she moved because …"."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from tests_assigning import pairs_of, problem, small_problems, table

from matching import Demand, Supply, assign, explain_changes
from matching.assignment import CAUSES

BOTH = table("a: .9 .8 -\nb: .8 .3 .5")


def after(asked, **more):
    """The changes that come with a change of the problem, by pair."""
    changed = replace(asked, **more)
    changes = explain_changes(assign(asked), assign(changed), changed)
    return {(c.demand, c.supply): c for c in changes}


def test_no_difference_is_no_change():
    assert after(problem(BOTH)) == {}


def test_she_moved_because_her_place_was_locked_for_another():
    asked = problem(BOTH)
    assert pairs_of(assign(asked)) == {("a", "2"), ("b", "1")}
    changes = after(asked, locked=frozenset({("a", "1")}))
    assert changes.keys() == {("a", "1"), ("a", "2"), ("b", "1"), ("b", "3")}
    moved = changes["b", "1"]
    assert (moved.kind, moved.other_demand, moved.other_supply) == ("went", "a", "3")
    [cause] = moved.because
    assert (cause.kind, cause.demand, cause.supply) == ("lock", "a", "1")
    assert {c.chain for c in changes.values()} == {0}
    assert changes["b", "3"].because == moved.because
    assert moved.gain == pytest.approx(1.4 - 1.6)


def test_an_exclusion_moves_others_and_is_named_to_them():
    changes = after(problem(BOTH), forbidden=frozenset({("b", "1")}))
    assert changes["a", "2"].because[0].kind == "forbidden"
    assert changes["a", "2"].because[0].supply == "1"
    assert changes["a", "2"].other_supply == "1"


def test_a_capacity_that_fell_is_the_cause():
    asked = problem(BOTH, capacity={"1": 2, "2": 1, "3": 1})
    changes = after(asked, supplies=(Supply("1", 1), Supply("2", 1), Supply("3", 1)))
    [cause] = changes["a", "1"].because
    assert (cause.kind, cause.supply, cause.values) == ("capacity", "1", {"before": 2, "now": 1})
    assert changes["a", "1"].other_supply == "2"


def test_a_new_demand_takes_whom_another_had():
    asked = problem(table("a: .6 .5\nb: .9 -"), wanted={"a": 1, "b": 0})
    before = replace(asked, demands=asked.demands[:1], pairs=problem(table("a: .6 .5")).pairs)
    changed = replace(asked, demands=(Demand("a", 1), Demand("b", 1)))
    changes = explain_changes(assign(before), assign(changed), changed)
    assert [(c.demand, c.supply, c.kind) for c in changes] == [
        ("a", "2", "came"),
        ("a", "1", "went"),
        ("b", "1", "came"),
    ]
    assert {c.because[0].kind for c in changes} == {"new_demand"}
    assert changes[0].because[0].demand == "b"


def test_who_is_gone_is_named():
    asked = problem(table("a: .9 .5"))
    gone = problem(table("a: - .5"), capacity={"2": 1})
    changes = explain_changes(assign(asked), assign(gone), gone)
    assert {c.because[0].kind for c in changes} == {"supply_gone"}
    none = problem({}, wanted={"b": 0}, capacity={"1": 1, "2": 1})
    [change] = explain_changes(assign(asked), assign(none), none)
    assert (change.because[0].kind, change.because[0].demand) == ("demand_gone", "a")
    still = problem(table("a: - .5"), capacity={"1": 1, "2": 1})
    changes = explain_changes(assign(asked), assign(still), still)
    assert {c.because[0].kind for c in changes} == {"no_candidate"}


def test_another_number_wanted_is_the_cause_of_who_comes_and_goes():
    asked = problem(table("a: .9 .5"))
    [came] = after(asked, demands=(Demand("a", 2),)).values()
    assert (came.supply, came.kind, came.because[0].kind) == ("2", "came", "wanted")
    assert came.because[0].values == {"before": 1, "wanted": 2}
    two = replace(asked, demands=(Demand("a", 2),))
    [went] = after(two, demands=(Demand("a", 1),)).values()
    assert (went.supply, went.because[0].kind) == ("2", "wanted")


def test_a_place_that_is_filled_moves_others():
    asked = problem(table("a: .9 .8\nb: .7 -"), capacity={"1": 1, "2": 0})
    changes = after(asked, supplies=(Supply("1", 1), Supply("2", 1)))
    assert changes["a", "2"].because[0].kind == "fills"


def test_the_floor_is_named_with_who_was_below_it():
    changes = after(problem(table("a: .9 .5\nb: .6 .3")), floor=0.5)
    [cause] = changes["b", "1"].because
    assert (cause.kind, cause.demand) == ("floor", "b")
    assert cause.values == pytest.approx({"before": 0.3, "now": 0.6, "floor": 0.5})


def test_a_priority_that_grew_is_the_cause():
    changes = after(
        problem(table("a: .9 .5\nb: .85 .5")), demands=(Demand("a", 1), Demand("b", 1, 2.0))
    )
    [cause] = changes["b", "1"].because
    assert (cause.kind, cause.demand, cause.values["priority"]) == ("priority", "b", 2.0)
    assert changes["b", "1"].gain == pytest.approx(0.3)


def test_scores_that_changed_are_the_cause_with_the_gain():
    asked = problem(table("a: .9 .5\nb: .85 .5"))
    better = replace(asked, pairs=problem(table("a: .9 .5\nb: .95 .5")).pairs)
    changes = explain_changes(assign(asked), assign(better), better)
    assert {c.because[0].kind for c in changes} == {"worth"}
    assert changes[0].gain == pytest.approx(0.05)


def test_facets_and_the_last_proposal_are_causes():
    covers = {("a", "1"): 1, ("a", "2"): 1, ("a", "3"): 2}
    asked = problem(table("a: .9 .8 .7"), wanted=2, covers=covers, facets=2)
    changes = after(asked, facet_weight=0.5)
    assert changes["a", "3"].because[0].kind == "facets"
    assert changes["a", "3"].because[0].values["covered"] == 2
    kept = {"kept": frozenset({("a", "3")}), "stability": 0.3}
    assert after(asked, **kept)["a", "3"].because[0].kind == "kept"


@settings(max_examples=25, deadline=None)
@given(small_problems(), small_problems())
def test_every_difference_has_a_cause(one, other):
    before, now = assign(one), assign(other)
    changes = explain_changes(before, now, other)
    came = {(c.demand, c.supply) for c in changes if c.kind == "came"}
    went = {(c.demand, c.supply) for c in changes if c.kind == "went"}
    assert came == pairs_of(now) - pairs_of(before)
    assert went == pairs_of(before) - pairs_of(now)
    assert all(c.because for c in changes)
    assert {cause.kind for c in changes for cause in c.because} <= set(CAUSES)
