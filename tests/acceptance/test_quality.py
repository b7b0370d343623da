"""What the engine is measured at must not be lost again: the language trap, the near misses, the
partners for ideas."""

from pathlib import Path

import pytest

from matching import datasets, language_trap, near_misses, partners_measured
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
