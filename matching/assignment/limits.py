"""What binds, and what would relax it: an answer with empty places is advice, not an error."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from matching.assignment.answer import mean_scores
from matching.assignment.best import Best
from matching.assignment.floors import SLACK, STEP, Floor
from matching.assignment.shortage import shortages
from matching.assignment.table import Table
from matching.assignment.types import Limit
from matching.assignment.worth import Worth

CAPACITY, FLOOR = "capacity", "floor"
SHOWN = 5  # supplies at which one more place is worth most


def limits_of(table: Table, worth: Worth, found: Best) -> tuple[Limit, ...]:
    """Locks that can't be held, places that stay empty and why, the floor, and who could help."""
    return (
        *table.locks.refused,
        *shortages(table, found.flow.chosen),
        *_of_floor(table, found),
        *_one_more_place(table, worth, found),
    )


def _of_floor(table: Table, found: Best) -> Iterator[Limit]:
    """Whose own best is below the floor asked for, and who competes where it ends."""
    asked, floor = table.problem.floor, found.floor
    if floor is None:
        return
    aim = floor.level if asked is None else asked
    for demand in np.flatnonzero((floor.best.mean < aim - SLACK) & (table.asked > 0)):
        values = {"best": float(floor.best.mean[demand]), "floor": aim}
        yield Limit(FLOOR, (table.demands[demand].id,), "best_below_floor", values)
    if asked is None or floor.level < asked:
        ids = tuple(table.demands[demand].id for demand in _competing(table, found, floor))
        if ids:
            yield Limit(FLOOR, ids, "compete_for_floor", {"floor": floor.level, "asked": asked})


def _competing(table: Table, found: Best, floor: Floor) -> np.ndarray:
    """Who lacks something at the next level, even in parts; else who stands where the floor is."""
    if len(floor.binding):
        return floor.binding
    means = mean_scores(table, found.chosen)
    return np.flatnonzero((means < floor.level + STEP) & (means < floor.best.mean - SLACK))


def _one_more_place(table: Table, worth: Worth, found: Best) -> Iterator[Limit]:
    """Where one more place fills most, then is worth most, by the potentials of the flow."""
    price = -found.flow.potentials.supply
    fills = np.rint(price / worth.place).astype(np.int64)
    gains = (price - fills * worth.place) * worth.unit
    order = np.lexsort((np.arange(len(price)), -gains, -fills))[:SHOWN]
    for supply in order[price[order] > 0]:
        values = {"fills": int(fills[supply]), "worth": float(gains[supply])}
        yield Limit(CAPACITY, (table.supplies[supply].id,), "one_more_place", values)
