"""What the engine is measured at must not be lost again: the language trap, the near misses, the
partners for ideas, what is found of knowledge and notices."""

from pathlib import Path

import pytest

from matching import (
    datasets,
    exchange_measured,
    language_trap,
    near_misses,
    partners_measured,
)
from matching.baselines import engine

FIXTURES = Path(__file__).parents[2] / "fixtures"
SETS, DEMO = FIXTURES / "evaluation", FIXTURES / "demo"
ENCODERS = ("e5-small", "minilm")

pytestmark = pytest.mark.slow  # each encodes some hundred texts


def test_the_right_subject_abroad_stands_above_wrong_ones_at_home():
    trap = language_trap.load(SETS / "language-trap")
    found = language_trap.measure(trap, engine(ENCODERS)).summary()
    assert found["single"] > 0.975
    assert found["worst"] > 0.93
    assert found["at_home"] > 0.98


def test_of_passages_nearly_alike_the_right_one_stands_above():
    pairs = near_misses.load(SETS / "near-misses.json")
    assert near_misses.measure(pairs, engine(ENCODERS)).all.value > 0.8


def test_reciprocal_matching_ranks_labelled_partners_above_likeness():
    found = partners_measured.load(DEMO, datasets.demo_world(DEMO))
    measured = partners_measured.measure(found)
    mean, low, _high = partners_measured.gain(measured, "nDCG@10")
    assert mean > 0.05
    assert low > 0  # of the paired bootstrap over ideas
    assert measured["reciprocal"]["nDCG@10"].mean() > 0.85


def test_what_the_network_knows_and_offers_is_found_in_other_languages():
    directory = [p for one in datasets.demo_world(DEMO).profiles for p in one.passages]
    compared = exchange_measured.systems(directory)
    for search in exchange_measured.load(DEMO):
        found = exchange_measured.measure(search, compared)
        _mean, low, _high = exchange_measured.gain(found, "nDCG@10")
        assert low > 0.2, search.name  # above the better of TF-IDF and the raw encoder
        assert found["engine"]["nDCG@10"].mean() > 0.7, search.name
