"""A ranker learns from outcomes: on simulated ones it finds the weights that made them."""

import numpy as np
import pytest

from matching.logistic import MonotoneLogistic
from matching.observations import Observation, tabulate
from matching.ranker import LinearRanker
from matching.training import LEAST_NEEDS, TooLittle, train

TRUE = LinearRanker(
    "true", -4.0, {"affinity": 1.6, "shared_terms": 6.0, "sectors": 0.0, "new": 2.0}
)
PRIOR = LinearRanker("prior", -6.4, {"affinity": 2.4, "shared_terms": 12.0, "sectors": 2.0})
SHOWN = 15


def simulate(needs: int, seed: int = 3, true: LinearRanker = TRUE) -> list[Observation]:
    """Readers look at a rank with a chance of 1 / rank, and choose whom the true weights favour.

    The list they see was ranked by the prior.
    """
    draws = np.random.default_rng(seed)
    found = []
    for need in range(needs):
        candidates = [
            {
                "affinity": draws.normal(1.5, 1.0),
                "shared_terms": draws.beta(1, 8),
                "sectors": float(draws.integers(0, 3)) / 2,
                "new": draws.random(),
            }
            for _ in range(SHOWN)
        ]
        candidates.sort(key=lambda one: -logit(PRIOR, one))
        for rank, features in enumerate(candidates, start=1):
            liked = draws.random() < true.score(logit(true, features))
            looked = draws.random() < 1 / rank
            found.append(Observation(f"n{need}", features, rank, bool(liked and looked)))
    return found


def logit(ranker: LinearRanker, features: dict[str, float]) -> float:
    return ranker.bias + sum(w * features[name] for name, w in ranker.weights.items())


@pytest.fixture(scope="module")
def trained():
    return train(simulate(1000), PRIOR, "learned")


def test_simulated_outcomes_give_back_the_weights_that_made_them(trained):
    found = trained.ranker
    assert found.weights["affinity"] == pytest.approx(1.6, abs=0.2)
    assert found.weights["shared_terms"] == pytest.approx(6.0, abs=1.2)
    assert found.weights["sectors"] == pytest.approx(0.0, abs=0.25)
    assert found.weights["new"] == pytest.approx(2.0, abs=0.35)
    assert found.bias == pytest.approx(-4.0, abs=0.4)


def test_without_the_correction_for_position_the_weights_are_wrong(trained):
    """What the prior favours stood on top and was looked at: uncorrected, it seems to matter."""
    table = tabulate(simulate(1000), PRIOR)
    prior = np.array([PRIOR.weights.get(name, 0.0) for name in table.names])
    naive = MonotoneLogistic(prior, np.ones(4), PRIOR.bias).fit(table.values, table.labels)
    by_name = dict(zip(table.names, naive.coef_, strict=True))

    def off(weights):
        return abs(weights["affinity"] - 1.6) + abs(weights["sectors"])

    assert off(trained.ranker.weights) < off(by_name) / 2


def test_a_better_model_is_found_better_on_held_out_needs(trained):
    assert trained.comparison.better
    assert trained.comparison.loss < trained.comparison.loss_of_present


def test_outcomes_of_the_present_weights_give_no_better_model():
    outcomes = simulate(60, true=LinearRanker("t", PRIOR.bias, {**PRIOR.weights, "new": 0.0}))
    assert not train(outcomes, PRIOR, "learned").comparison.better


def test_no_weight_turns_against_its_feature():
    """Here the feature speaks against those who have it; the weight stops at nothing."""
    spiteful = LinearRanker("t", -2.0, {**TRUE.weights, "sectors": -3.0})
    assert train(simulate(200, true=spiteful), PRIOR, "x").ranker.weights["sectors"] == 0.0


def test_what_spoke_against_a_candidate_never_comes_to_speak_for_it():
    present = LinearRanker("p", -6.4, {**PRIOR.weights, "sectors": -1.0})
    kind = LinearRanker("t", -4.0, {**TRUE.weights, "sectors": 3.0})
    assert train(simulate(200, true=kind), present, "x").ranker.weights["sectors"] == 0.0


def test_the_same_outcomes_give_the_same_model():
    outcomes = simulate(60)
    assert train(outcomes, PRIOR, "x") == train(outcomes, PRIOR, "x")


def test_a_feature_nobody_had_keeps_its_weight():
    present = LinearRanker("p", -6.4, {**PRIOR.weights, "unseen": 0.7})
    assert train(simulate(60), present, "x").ranker.weights["unseen"] == pytest.approx(0.7)


def test_too_few_needs_are_refused_with_what_is_missing():
    with pytest.raises(TooLittle, match=f"of 5 needs; at least {LEAST_NEEDS}"):
        train(simulate(5), PRIOR, "x")


def test_outcomes_all_alike_teach_nothing():
    alike = [Observation(f"n{i}", {"affinity": 1.0}, 1, True) for i in range(50)]
    with pytest.raises(TooLittle, match="tells good from bad"):
        train(alike, PRIOR, "x")
