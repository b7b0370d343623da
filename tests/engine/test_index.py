"""The exact index, the yardstick of every other."""

import numpy as np
import pytest

from matching.index import ExactIndex, NotBuilt
from matching.vectors import unit

VECTORS = unit(np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [1.0, 0.0]], np.float32))
EAST = np.array([1.0, 0.0], np.float32)


def test_asking_before_building_is_an_error():
    with pytest.raises(NotBuilt):
        ExactIndex().nearest(EAST, 1)


def test_the_nearest_come_first_and_ties_by_row():
    rows, cosines = ExactIndex().build(VECTORS).nearest(EAST, 3)
    assert rows.tolist() == [0, 3, 2]
    assert cosines == pytest.approx([1, 1, 2**-0.5], abs=1e-3)


def test_more_asked_than_there_is_gives_all():
    rows, _ = ExactIndex().build(VECTORS).nearest(EAST, 99)
    assert sorted(rows.tolist()) == [0, 1, 2, 3]


def test_an_empty_query_is_near_to_nothing():
    _, cosines = ExactIndex().build(VECTORS).nearest(np.zeros(2, np.float32), 4)
    assert not cosines.any()
