"""What an explanation says is true: proved on every need of the demo world."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from matching import Matcher, datasets
from matching.affinity import BEST, Grouping
from matching.explain import Evidence, show, weigh

DEMO = Path(__file__).parents[2] / "fixtures" / "demo"
pytestmark = pytest.mark.slow  # the whole demo world is encoded

OF_CLAIMS = ("quantity", "role", "negation", "level")
NEAR = 1e-6  # logits no further apart than this are near-equal


@pytest.fixture(scope="module")
def world():
    return datasets.demo_world(DEMO)


@pytest.fixture(scope="module")
def matcher(world):
    return Matcher().fit(world.profiles)


@pytest.fixture(scope="module")
def explained(world, matcher):
    """Every pair of a need and a candidate: what speaks for the candidates, and their hits."""
    found = []
    for need in world.needs:
        weighed, query, _ = matcher._weigh(need)
        everybody = range(len(world.profiles))
        found.append((weighed, [show(weighed, i, query, matcher.ranker_) for i in everybody]))
    assert len(found) == 56
    return found


def logit(score):
    return math.log(score / (1 - score))


def first_rows(weighed):
    """The row of each candidate's passage of most worth."""
    return weighed.evidence.by.best(weighed.worth)


def without(evidence, rows):
    """The same candidates, had nobody ever written these passages."""
    kept = np.delete(np.arange(len(evidence.passages)), rows)
    sizes = evidence.by.sizes - np.bincount(evidence.by.owner[rows], minlength=len(evidence.ids))
    return replace(
        evidence,
        by=Grouping(sizes),
        passages=[evidence.passages[i] for i in kept],
        similarity=evidence.similarity[kept],
        shared=[evidence.shared[i] for i in kept],
        traits={name: trait[kept] for name, trait in evidence.traits.items()},
        claims={name: claim[kept] for name, claim in evidence.claims.items()},
    )


def test_base_reasons_and_features_add_up_to_the_logit_on_every_demo_need(explained):
    for _, hits in explained:
        for hit in hits:
            parts = [reason.contribution for reason in hit.reasons]
            total = hit.base + sum(parts) + sum(hit.features.values())
            assert total == pytest.approx(logit(hit.score), abs=1e-6)


def test_the_values_weighed_are_the_logit_too_so_that_a_ranker_can_learn_from_them(
    explained, matcher
):
    ranker = matcher.ranker_
    for hit in (hit for _, hits in explained for hit in hits):
        total = ranker.bias + sum(ranker.weights[name] * v for name, v in hit.values.items())
        assert total == pytest.approx(logit(hit.score), abs=1e-6)
        assert set(hit.values) == set(ranker.weights)
        alike = {"affinity", *OF_CLAIMS}  # in standard deviations
        assert all(0 <= v <= 1 for name, v in hit.values.items() if name not in alike)


def test_leaving_out_the_passage_named_first_never_raises_the_score(explained, matcher):
    for weighed, _ in explained:
        left = weigh(without(weighed.evidence, first_rows(weighed)), matcher.ranker_)
        assert (left.scores <= weighed.scores).all()


def test_it_lowers_the_score_where_no_near_equal_passage_remains(explained, matcher):
    """By half of what the passage is worth more than the next best, at the least."""
    judged = 0
    for weighed, hits in explained:
        lower = weigh(without(weighed.evidence, first_rows(weighed)), matcher.ranker_).scores
        for i, hit in enumerate(hits):
            worth = np.sort(weighed.worth[weighed.evidence.by.rows(i)])
            if len(worth) == 1:
                assert lower[i] == 0 < hit.score
                continue
            gap = worth[-1] - worth[-2]
            if gap > NEAR:
                judged += 1
                assert lower[i] < hit.score
                assert logit(hit.score) - logit(lower[i]) >= BEST * gap - 1e-9
    assert judged > 10_000


def test_the_passage_named_first_is_the_one_of_most_worth(explained):
    for weighed, hits in explained:
        best = [weighed.evidence.passages[row].id for row in first_rows(weighed)]
        assert [hit.reasons[0].passage.id for hit in hits] == best


def test_evidence_of_many_shapes_is_no_exception(explained, matcher):
    """Passages made up: far below chance, of any age and attestation, near-equal ones among them."""
    draws = np.random.default_rng(7)
    model = explained[0][0].evidence
    sizes = draws.integers(2, 7, 2000)
    rows = int(sizes.sum())
    made = Evidence(
        [str(i) for i in range(len(sizes))],
        Grouping(sizes),
        [model.passages[0]] * rows,
        draws.normal(0, 1.5, rows).round(1),
        [{"term": one} for one in draws.random(rows) / 5],
        {name: draws.random(len(sizes)) for name in model.overlaps},
        {name: draws.random(rows).round(1) for name in model.traits},
        {name: draws.uniform(-1, 0.4, rows) for name in OF_CLAIMS},
    )
    before = weigh(made, matcher.ranker_)
    after = weigh(without(made, first_rows(before)), matcher.ranker_)
    assert (after.scores <= before.scores).all()
