"""How a search is run: who is told of it, and how long an integer program may take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matching.assignment.types import Progress


@dataclass(frozen=True, slots=True)
class Search:
    """``best``: pairs of each demand and of each supply to begin with. ``seconds``: of one integer
    program; None: until it is proven, so that the same input gives the same answer."""

    best: tuple[int, int]
    seconds: float | None = None
    progress: Progress | None = None

    def tell(self, what: str, values: Mapping[str, float]) -> None:
        if self.progress:
            self.progress(what, values)
