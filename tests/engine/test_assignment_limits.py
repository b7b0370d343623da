"""Places that stay empty are advice: which limit binds, and what would relax it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from tests_assigning import pairs_of, problem, small_problems, table

from matching import Supply, assign
from matching.assignment import MESSAGES

SHARED = table("a: .9 .8 - -\nb: .7 .6 - -\nc: .5 .4 - -\nd: - - .9 .8")


def limits(answer, kind):
    return [limit for limit in answer.limits if limit.kind == kind]


def with_one_more(asked, supply):
    return replace(
        asked,
        supplies=tuple(
            Supply(s.id, s.capacity + 1) if s.id == supply else s for s in asked.supplies
        ),
    )


def test_where_nothing_binds_nothing_is_said():
    assert assign(problem(table("a: .9 -\nb: - .8"), capacity=2)).limits == ()


def test_a_demand_with_too_few_candidates_is_named():
    answer = assign(problem(table("a: .9 .8 -\nb: - - .7"), wanted={"a": 3, "b": 1}, capacity=2))
    assert answer.unmet == {"a": 1}
    [limit] = limits(answer, "candidates")
    assert (limit.of, limit.message) == (("a",), "too_few_candidates")
    assert limit.values == {"wanted": 3, "candidates": 2, "missing": 1}


def test_demands_that_share_too_few_people_are_named_and_no_others():
    answer = assign(problem(SHARED))
    assert sum(answer.unmet.values()) == 1
    [limit] = limits(answer, "shared")
    assert limit.of == ("a", "b", "c")
    assert limit.values["supplies"] == ("1", "2")
    assert (limit.values["wanted"], limit.values["places"]) == (3, 2)
    assert (limit.values["elsewhere"], limit.values["missing"]) == (0, 1)


def test_two_sets_that_have_nothing_in_common_are_two_limits():
    answer = assign(problem(table("a: .9 -\nb: .8 -\nc: - .9\nd: - .8")))
    assert [limit.of for limit in limits(answer, "shared")] == [("a", "b"), ("c", "d")]


def test_one_more_place_is_advised_where_it_fills_most_and_is_worth_most():
    asked = problem(SHARED)
    answer = assign(asked)
    first, second = limits(answer, "capacity")
    assert (first.of, first.values["fills"]) == (("1",), 1)
    assert (second.of, second.values["fills"]) == (("2",), 1)
    for limit in (first, second):
        better = assign(with_one_more(asked, limit.of[0]))
        assert not better.unmet
        assert better.worth - answer.worth == pytest.approx(limit.values["worth"], abs=1e-6)


@settings(max_examples=25, deadline=None)
@given(small_problems())
def test_what_one_more_place_is_said_to_bring_is_what_it_brings(asked):
    answer = assign(asked)
    assert {limit.message for limit in answer.limits} <= set(MESSAGES)
    for limit in limits(answer, "capacity"):
        better = assign(with_one_more(asked, limit.of[0]))
        filled = len(better.pairs) - len(answer.pairs)
        # A lock that could not be held may be held with one more place: then it is another problem.
        if not any(one.kind == "lock" for one in answer.limits):
            assert filled == limit.values["fills"]
            assert better.worth - answer.worth == pytest.approx(limit.values["worth"], abs=1e-6)


@pytest.mark.parametrize(
    ("more", "of", "message"),
    [
        ({"locked": {("a", "3")}}, ("a", "3"), "lock_no_candidate"),
        ({"locked": {("x", "1")}}, ("x", "1"), "lock_no_candidate"),
        ({"locked": {("a", "1")}, "forbidden": {("a", "1")}}, ("a", "1"), "lock_forbidden"),
        ({"locked": {("a", "1"), ("b", "1")}}, ("b", "1"), "lock_beyond_capacity"),
        ({"locked": {("a", "1"), ("a", "2")}}, ("a", "2"), "lock_beyond_wanted"),
    ],
)
def test_a_lock_that_cannot_be_held_is_named(more, of, message):
    asked = problem(table("a: .9 .5\nb: .6 .3"), capacity={"1": 1, "2": 1, "3": 1}, **more)
    [limit] = limits(assign(asked), "lock")
    assert (limit.of, limit.message) == (of, message)


def test_locks_use_places_and_the_rest_goes_on_around_them():
    asked = problem(table("a: .9 .8\nb: .7 -"), locked={("a", "1")})
    answer = assign(asked)
    assert pairs_of(answer) == {("a", "1")}
    assert answer.unmet == {"b": 1}
    [limit] = limits(answer, "candidates")
    assert limit.of == ("b",)


def test_a_floor_that_is_not_reached_names_who_competes_and_who_never_could():
    asked = problem(table("a: .9 .5 -\nb: .8 .4 -\nc: - - .2"), floor=0.6)
    answer = assign(asked)
    assert answer.floor == pytest.approx(0.5)
    by_message = {limit.message: limit for limit in limits(answer, "floor")}
    assert by_message["best_below_floor"].of == ("c",)
    assert by_message["best_below_floor"].values["best"] == pytest.approx(0.2)
    assert set(by_message["compete_for_floor"].of) <= {"a", "b"}
    assert by_message["compete_for_floor"].values["asked"] == 0.6


def test_a_search_ended_early_says_so_or_is_proven():
    asked = problem(table("a: .9 .5 .3\nb: .8 .4 .6\nc: .7 .2 .2"), floor=None)
    answer = assign(asked, seconds=60)
    assert answer.optimal
    assert answer.gap == 0
