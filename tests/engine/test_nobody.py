"""The line below which nobody is likely to help, and what is said to be missing."""

import numpy as np
import pytest

from matching import nobody
from matching.datasets import Collection
from matching.panel import uncovered
from matching.types import Aspect, Cover, Member, Need, Passage, Profile

PEOPLE = [Profile(f"e{i}") for i in range(4)]
WORLD = Collection(
    "made", PEOPLE, [Need("a", "…"), Need("b", "…")], {"a": {"e0": 3, "e1": 2}, "b": {"e2": 2}}
)


def scores(needs, profiles):
    known = {"a": [0.9, 0.3, 0.1, 0.1], "b": [0.1, 0.1, 0.4, 0.6], "x": [0.2, 0.7, 0.1, 0.1]}
    return np.array([known[need.id] for need in needs])


def test_both_errors_are_counted_at_every_line():
    found = nobody.measure(WORLD, [Need("x", "…")], scores)
    half = found.errors(0.5)
    assert half.fits_hidden == pytest.approx(2 / 3)  # .3 and .4 of .9, .3 and .4
    assert half.needs_hidden == 0.5
    assert half.misfits_shown == 1.0
    assert found.errors(0.8).misfits_shown == 0.0


def test_scores_that_are_the_shares_of_fits_have_no_calibration_error():
    sure = np.array([0.0] * 50 + [1.0] * 50)
    assert nobody.calibration_error(sure, sure > 0.5) == pytest.approx(0)
    assert nobody.calibration_error(np.full(100, 0.9), sure > 0.5) == pytest.approx(0.5)


def test_what_nobody_covers_is_named_once_and_what_somebody_covers_is_not():
    dam, law = Aspect("what", "a dam"), Aspect("what", "a law")
    passage = Passage("…", "en")
    members = [
        Member("e0", 0.4, (Cover(dam, passage, 0.2), Cover(law, passage, 0.8))),
        Member("e1", 0.3, (Cover(dam, passage, 0.1),)),
    ]
    assert uncovered(members) == [dam]
