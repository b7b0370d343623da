"""What the engine is measured at must not be lost again: the language trap and the near misses."""

from pathlib import Path

import pytest

from matching import language_trap, near_misses
from matching.baselines import engine

SETS = Path(__file__).parents[2] / "fixtures" / "evaluation"
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
