"""The random part: nobody can count on a pair, numbers and capacities hold, its cost is told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize
from tests_assigning import fits, pairs_of, problem, small_problems, table

from matching import assign
from matching.assignment.chance import chances
from matching.assignment.rounding import rounded
from matching.assignment.search import Search
from matching.assignment.table import table_of

ROOMY = table("a: .9 .8 .7 .1\nb: .9 .3 .6 .2\nc: .5 .4 .9 .8")


@settings(max_examples=25, deadline=None)
@given(small_problems(), st.sampled_from([0.5, 0.75, 0.9]), st.integers(0, 5))
def test_no_pair_is_more_probable_than_allowed_and_what_must_be_kept_is_kept(asked, most, seed):
    answer = assign(asked, most_probable=most, seed=seed)
    found = chances(table_of(asked), Search((9, 9)), most)
    assert found.probable.max(initial=0) <= most + 1e-12
    assert fits(asked, pairs_of(answer))
    assert not pairs_of(answer) & asked.forbidden
    assert answer.cost_of_chance >= 0


def test_the_probabilities_are_the_best_there_are():
    asked = problem(ROOMY)
    found = chances(table_of(asked), Search((9, 9)), 0.6)
    pairs = asked.pairs
    of_demand = (pairs.demand == np.arange(3)[:, None]).astype(float)
    of_supply = (pairs.supply == np.arange(4)[:, None]).astype(float)
    dense = optimize.linprog(
        -pairs.score,
        A_eq=of_demand,
        b_eq=np.ones(3),
        A_ub=of_supply,
        b_ub=np.ones(4),
        bounds=(0, 0.6),
    )
    assert found.worth == pytest.approx(-dense.fun, abs=1e-6)
    answer = assign(asked, most_probable=0.6, seed=1)
    assert answer.cost_of_chance == pytest.approx(assign(asked).total + dense.fun, abs=1e-6)


@pytest.mark.parametrize("floor", [0.0, 0.5])
def test_over_many_seeds_each_pair_comes_as_often_as_its_probability(floor):
    asked = problem(ROOMY, floor=floor)
    found = chances(table_of(asked), Search((9, 9)), 0.6)
    chance, known = np.random.default_rng(7), table_of(asked).pairs
    demand, supply = known.demand[found.places], known.supply[found.places]
    draws = [rounded(demand, supply, found.probable, chance) for _ in range(2000)]
    assert np.mean(draws, axis=0) == pytest.approx(found.probable, abs=0.05)
    for taken in draws:
        assert np.bincount(demand[taken], minlength=3).tolist() == [1, 1, 1]
        assert np.bincount(supply[taken], minlength=4).max() <= 1


def test_the_floor_holds_on_average_and_who_never_could_gets_the_best_there_is_by_chance():
    asked = problem(table("a: .9 .8 - -\nb: .8 .3 - -\nc: - - .2 .1"), floor=None)
    found = chances(table_of(asked), Search((9, 9)), 0.8)
    known = table_of(asked).pairs
    parts = found.probable * known.score[found.places]
    means = np.bincount(known.demand[found.places], weights=parts, minlength=3)
    assert found.floor == pytest.approx(0.82)
    assert means[0] == pytest.approx(0.2 * 0.9 + 0.8 * 0.8, abs=1e-6)
    assert means[1] == pytest.approx(0.8 * 0.8 + 0.2 * 0.3, abs=1e-6)
    assert means[2] == pytest.approx(0.8 * 0.2 + 0.2 * 0.1, abs=1e-6)


def test_the_same_seed_draws_the_same_and_others_do_not():
    asked = problem(ROOMY)
    drawn = [assign(asked, most_probable=0.5, seed=seed) for seed in range(8)]
    assert drawn[3] == assign(asked, most_probable=0.5, seed=3)
    assert len({answer.pairs for answer in drawn}) > 1


def test_a_demand_with_too_few_candidates_for_chance_is_named():
    answer = assign(problem(table("a: .9 -\nb: - .8")), most_probable=0.8, seed=1)
    named = {limit.of: limit.values["missing"] for limit in answer.limits if limit.kind == "chance"}
    assert named == {("a",): pytest.approx(0.2), ("b",): pytest.approx(0.2)}


def test_locks_are_no_matter_of_chance():
    asked = problem(ROOMY, locked={("a", "4")})
    for seed in range(5):
        assert ("a", "4") in pairs_of(assign(asked, most_probable=0.5, seed=seed))


def test_facets_are_covered_on_average():
    covers = {("a", "1"): 1, ("a", "2"): 1, ("a", "3"): 2}
    asked = problem(ROOMY, wanted={"a": 2}, covers=covers, facets=2, facet_weight=0.5)
    answer = assign(asked, most_probable=0.9, seed=2)
    assert len(answer.pairs) == 2
    assert answer.optimal


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"most_probable": 0.5}, "A seed is needed"),
        ({"most_probable": 0.0, "seed": 1}, "most_probable is 0.0"),
        ({"most_probable": 1.5, "seed": 1}, "most_probable is 1.5"),
    ],
)
def test_chance_without_a_seed_or_a_sense_is_refused(more, says):
    with pytest.raises(ValueError, match=says):
        assign(replace(problem(ROOMY)), **more)
