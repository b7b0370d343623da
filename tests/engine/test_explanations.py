"""What an explanation says is true: proved on every need of the demo world."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from matching import Matcher, datasets
from matching.affinity import BEST
from matching.explain import show, weigh

DEMO = Path(__file__).parents[2] / "fixtures" / "demo"
pytestmark = pytest.mark.slow  # the whole demo world is encoded

OF_CLAIMS = ("quantity", "role", "negation", "level")
NEAR = 1e-6  # logits no further apart than this are near-equal


@pytest.fixture(scope="module")
def world():
    return datasets.demo_world(DEMO)


@pytest.fixture(scope="module")
def explained(world):
    """Every pair of a need and a candidate, encoded once: what speaks for it, and the hit."""
    matcher = Matcher().fit(world.profiles)
    found = []
    for need in world.needs:
        weighed, query = matcher._weigh(need)
        found += [(one, show(one, query, matcher.ranker_)) for one in weighed]
    assert len(found) == 56 * len(world.profiles)
    return matcher.ranker_, found


def logit(score):
    return math.log(score / (1 - score))


def without(evidence, row):
    """The same candidate, had it never written this passage."""
    kept = [i for i in range(len(evidence.passages)) if i != row]
    return replace(
        evidence,
        passages=[evidence.passages[i] for i in kept],
        similarity=evidence.similarity[kept],
        shared=[evidence.shared[i] for i in kept],
        traits={name: trait[kept] for name, trait in evidence.traits.items()},
        claims=[evidence.claims[i] for i in kept] if evidence.claims else (),
    )


def test_base_reasons_and_features_add_up_to_the_logit_on_every_demo_need(explained):
    for _, hit in explained[1]:
        parts = [reason.contribution for reason in hit.reasons]
        total = hit.base + sum(parts) + sum(hit.features.values())
        assert total == pytest.approx(logit(hit.score), abs=1e-6)


def test_the_values_weighed_are_the_logit_too_so_that_a_ranker_can_learn_from_them(explained):
    ranker, found = explained
    for _, hit in found:
        total = ranker.bias + sum(ranker.weights[name] * v for name, v in hit.values.items())
        assert total == pytest.approx(logit(hit.score), abs=1e-6)
        assert set(hit.values) == set(ranker.weights)
        alike = {"affinity", *OF_CLAIMS}  # in standard deviations
        assert all(0 <= v <= 1 for name, v in hit.values.items() if name not in alike)


def test_leaving_out_the_passage_named_first_never_raises_the_score(explained):
    ranker, found = explained
    for weighed, hit in found:
        evidence = weighed.evidence
        first = next(
            i for i, one in enumerate(evidence.passages) if one.id == hit.reasons[0].passage.id
        )
        assert weigh(without(evidence, first), ranker).score <= weighed.score


def test_it_lowers_the_score_where_no_near_equal_passage_remains(explained):
    """By half of what the passage is worth more than the next best, at the least."""
    ranker, found = explained
    judged = 0
    for weighed, hit in found:
        first = int(np.argmax(weighed.worth))
        lower = weigh(without(weighed.evidence, first), ranker).score
        if len(weighed.worth) == 1:
            assert lower == 0 < hit.score
            continue
        gap = weighed.worth[first] - np.delete(weighed.worth, first).max()
        if gap > NEAR:
            judged += 1
            assert lower < hit.score
            assert logit(hit.score) - logit(lower) >= BEST * gap - 1e-9
    assert judged > 10_000


def test_the_passage_named_first_is_the_one_of_most_worth(explained):
    for weighed, hit in explained[1]:
        best = weighed.evidence.passages[int(np.argmax(weighed.worth))]
        assert hit.reasons[0].passage.id == best.id


def test_evidence_of_many_shapes_is_no_exception(explained):
    """Passages made up: far below chance, of any age and attestation, near-equal ones among them."""
    ranker, found = explained
    draws = np.random.default_rng(7)
    model = found[0][0].evidence
    for _ in range(2000):
        size = int(draws.integers(2, 7))
        made = replace(
            model,
            passages=[model.passages[0]] * size,
            similarity=draws.normal(0, 1.5, size).round(1),
            shared=[{"term": one} for one in draws.random(size) / 5],
            traits={name: draws.random(size).round(1) for name in model.traits},
            claims=[{name: draws.uniform(-1, 0.4) for name in OF_CLAIMS} for _ in range(size)],
        )
        before = weigh(made, ranker)
        assert weigh(without(made, int(np.argmax(before.worth))), ranker).score <= before.score
