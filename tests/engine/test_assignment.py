"""Many at once: the answer is the best there is, and keeps what must be kept."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from scipy import optimize
from tests_assigning import brute_force, fits, held, pairs_of, problem, small_problems, table, worth

from matching import Demand, Pairs, Problem, Supply, assign

quick = settings(max_examples=40, deadline=None)
fewer = settings(max_examples=20, deadline=None)


def random_problem(demands: int, supplies: int, share: float, wanted: int = 3, seed: int = 0):
    """Every pair is a candidate; there are ``share`` times as many places as are asked for."""
    chance = np.random.default_rng(seed)
    liked = chance.normal(size=supplies)
    score = 1 / (1 + np.exp(-(chance.normal(size=(demands, supplies)) + liked)))
    places = int(np.ceil(demands * wanted * share))
    capacity = np.bincount(np.arange(places) % supplies, minlength=supplies)
    row, column = np.indices((demands, supplies), dtype=np.int32)
    return Problem(
        tuple(Demand(f"d{d:03}", wanted) for d in range(demands)),
        tuple(Supply(f"s{s:03}", int(capacity[s])) for s in range(supplies)),
        Pairs(row.ravel(), column.ravel(), score.ravel()),
    )


def check(asked, answer):
    """It is the best, keeps capacities, numbers, locks and exclusions, and knows what it is worth."""
    way = pairs_of(answer)
    filled, level, best = brute_force(asked)
    assert fits(asked, way)
    assert held(asked) <= way
    assert not way & asked.forbidden
    assert len(way) == filled
    assert sum(answer.unmet.values()) == sum(d.wanted for d in asked.demands) - filled
    assert answer.optimal
    assert answer.gap == 0
    assert answer.worth == pytest.approx(worth(asked, way), abs=1e-9)
    assert answer.worth == pytest.approx(best, abs=1e-6)
    return level


@quick
@given(small_problems())
def test_it_is_the_best_of_all_ways(asked):
    check(asked, assign(asked))


@quick
@given(small_problems())
def test_beginning_with_one_pair_each_finds_the_same(asked):
    check(asked, assign(asked, best=(1, 1)))


@fewer
@given(small_problems(facets=3))
def test_facets_are_covered_together(asked):
    check(asked, assign(asked))


@fewer
@given(small_problems(floors=(0.3, 0.6, None), facets=2))
def test_the_floor_is_as_high_as_asked_or_as_can_be(asked):
    answer = assign(asked)
    assert answer.floor == pytest.approx(check(asked, answer), abs=1e-9)


@pytest.mark.parametrize("share", [2.4, 1.05])
def test_it_agrees_with_a_dense_linear_program(share):
    asked = random_problem(20, 30, share)
    total = -_dense(asked)
    answer = assign(asked, best=(5, 3))
    assert answer.total == pytest.approx(total, abs=1e-6)
    assert not answer.unmet
    assert answer.optimal


def test_it_agrees_with_linear_assignment_where_each_wants_one():
    asked = random_problem(30, 45, 1.5, wanted=1)
    score = asked.pairs.score.reshape(30, 45)
    rows, columns = optimize.linear_sum_assignment(score, maximize=True)
    assert assign(asked).total == pytest.approx(score[rows, columns].sum(), abs=1e-7)


def _dense(asked: Problem) -> float:
    """All places filled, every pair a variable."""
    demands, supplies, pairs = len(asked.demands), len(asked.supplies), len(asked.pairs)
    of_demand, of_supply = np.zeros((demands, pairs)), np.zeros((supplies, pairs))
    of_demand[asked.pairs.demand, np.arange(pairs)] = 1
    of_supply[asked.pairs.supply, np.arange(pairs)] = 1
    return optimize.linprog(
        -asked.pairs.score,
        A_eq=of_demand,
        b_eq=[d.wanted for d in asked.demands],
        A_ub=of_supply,
        b_ub=[s.capacity for s in asked.supplies],
        bounds=(0, 1),
    ).fun


def test_pairs_left_out_come_in_where_the_best_of_each_are_too_few():
    asked = random_problem(40, 60, 1.05)
    few, all_pairs = assign(asked, best=(2, 1)), assign(asked, best=(60, 40))
    assert few.added > 0
    assert all_pairs.added == 0
    assert few.pairs == all_pairs.pairs


def test_places_come_before_scores():
    """Both can be served only if a takes whom it likes less."""
    asked = problem(table("a: .9 .1\nb: .8 -"))
    assert pairs_of(assign(asked)) == {("a", "2"), ("b", "1")}


def test_a_priority_decides_who_gets_the_one_whom_both_want():
    scores = table("a: .9 .5\nb: .85 .5")
    assert ("a", "1") in pairs_of(assign(problem(scores)))
    assert ("b", "1") in pairs_of(assign(problem(scores, priority={"b": 2.0})))


def test_the_last_proposal_stays_where_little_is_gained():
    scores = table("a: .60 .62\nb: .40 .40")
    moved = problem(scores)
    assert ("a", "2") in pairs_of(assign(moved))
    kept = replace(moved, kept=frozenset({("a", "1"), ("b", "2")}), stability=0.05)
    answer = assign(kept)
    assert pairs_of(answer) == {("a", "1"), ("b", "2")}
    assert answer.total == pytest.approx(1.0)
    assert answer.worth == pytest.approx(1.1)


def test_a_floor_costs_total_and_raises_the_worst():
    scores = table("a: .9 .7\nb: .6 .1")
    free, fair = assign(problem(scores)), assign(problem(scores, floor=0.5))
    assert (free.total, free.worst) == (pytest.approx(1.3), pytest.approx(0.6))
    scores = table("a: .9 .5\nb: .6 .3")
    free, fair = assign(problem(scores)), assign(problem(scores, floor=None))
    assert (free.total, free.worst) == (pytest.approx(1.2), pytest.approx(0.3))
    assert (fair.total, fair.worst) == (pytest.approx(1.1), pytest.approx(0.5))
    assert fair.floor == pytest.approx(0.5)


def test_one_whom_nobody_fits_does_not_take_the_floor_from_the_others():
    asked = problem(table("a: .9 .5 -\nb: .6 .3 -\nc: - - .05"), floor=None)
    answer = assign(asked)
    assert answer.worst == pytest.approx(0.05)
    assert answer.floor == pytest.approx(0.5)
    assert ("b", "1") in pairs_of(answer)


def test_ties_go_by_ids_and_the_order_of_the_input_changes_nothing():
    scores = {(d, s): 0.5 for d in "abc" for s in "123456"}
    asked = problem(scores, wanted=2)
    answer = assign(asked)
    assert pairs_of(answer) == {
        ("a", "1"),
        ("a", "2"),
        ("b", "3"),
        ("b", "4"),
        ("c", "5"),
        ("c", "6"),
    }
    turned = Problem(
        asked.demands[::-1],
        asked.supplies[::-1],
        Pairs(2 - asked.pairs.demand[::-1], 5 - asked.pairs.supply[::-1], asked.pairs.score[::-1]),
    )
    assert assign(turned) == answer


@pytest.mark.parametrize("floor", [0.0, None])
def test_the_same_input_gives_the_same_answer(floor):
    asked = replace(random_problem(12, 15, 1.1), floor=floor)
    shuffled = np.random.default_rng(5).permutation(len(asked.pairs))
    pairs = asked.pairs
    mixed = Pairs(pairs.demand[shuffled], pairs.supply[shuffled], pairs.score[shuffled])
    assert assign(asked) == assign(replace(asked, pairs=mixed)) == assign(asked)


def test_progress_is_told():
    told = []
    assign(random_problem(40, 60, 1.05), best=(2, 1), progress=lambda *step: told.append(step))
    assert [what for what, _ in told] == ["price"] * len(told)
    assert told[0][1]["added"] > 0
    assert told[-1][1]["added"] == 0


def test_nothing_to_assign_is_an_answer():
    answer = assign(problem({}, wanted={"a": 2}, capacity={"1": 1}, floor=None))
    assert answer.pairs == ()
    assert answer.unmet == {"a": 2}
    assert assign(Problem((), (), Pairs(*np.zeros((3, 0), dtype=np.int32)))).pairs == ()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda p: replace(p, score=p.score + 1), "A score lies outside"),
        (lambda p: replace(p, score=p.score * np.nan), "A score lies outside"),
        (lambda p: replace(p, supply=p.supply + 9), "supply holds a position outside 0 … 1"),
        (lambda p: Pairs(*(np.r_[a, a] for a in (p.demand, p.supply, p.score))), "given twice"),
        (lambda p: replace(p, score=p.score[:1]), "of one length"),
    ],
)
def test_bad_input_says_what_is_wrong(wrong, says):
    asked = problem(table("a: .9 .5\nb: .6 .3"))
    with pytest.raises(ValueError, match=says):
        assign(replace(asked, pairs=wrong(asked.pairs)))
