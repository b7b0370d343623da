"""How much of a need panels cover, beside the same number from the top of the ranking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from matching import metrics
from matching.baselines import Remembering
from matching.corpus import DEFAULT_ENCODERS
from matching.datasets import Collection
from matching.encoders import get_encoder
from matching.matcher import Matcher
from matching.panel import aspects_of, coverage
from matching.text import language_of
from matching.types import Need

SIZE = 3


@dataclass(frozen=True)
class Compared:
    """One figure per need: mean coverage of its aspects, and the members' mean grade (0 to 3)."""

    covered_by_top: np.ndarray
    covered_by_panel: np.ndarray
    grade_of_top: np.ndarray
    grade_of_panel: np.ndarray
    differ: np.ndarray

    def summary(self) -> dict[str, Any]:
        """Means with 95% intervals; the gain is per need, so its interval is that of pairs."""
        return {
            "top": metrics.interval(self.covered_by_top),
            "panel": metrics.interval(self.covered_by_panel),
            "gain": metrics.interval(self.covered_by_panel - self.covered_by_top),
            "grade_of_top": float(self.grade_of_top.mean()),
            "grade_of_panel": float(self.grade_of_panel.mean()),
            "differ": float(self.differ.mean()),
        }


def run(world: Collection) -> dict[str, Compared]:
    """Panels for the facets of each need, and for the sentences of its text."""
    matcher = Matcher([Remembering(get_encoder(name)) for name in DEFAULT_ENCODERS])
    matcher.fit(world.profiles)
    plain = [replace(need, facets={}) for need in world.needs]
    return {
        "facets": measure(matcher, world.needs, world.labels),
        "sentences": measure(matcher, plain, world.labels),
    }


def measure(
    matcher: Matcher, needs: Sequence[Need], labels: Mapping[str, Mapping[str, int]]
) -> Compared:
    rows = [_compare(matcher, need, labels.get(need.id, {})) for need in needs]
    return Compared(*(np.array(column) for column in zip(*rows, strict=True)))


def _compare(matcher: Matcher, need: Need, grades: Mapping[str, int]) -> tuple[float, ...]:
    panel = [member.id for member in matcher.panel(need, SIZE)]
    top = [hit.id for hit in matcher.rank(need, SIZE)]
    table = _coverage_by_profile(matcher, need)
    covered = [float(np.max([table[pk] for pk in ids], axis=0).mean()) for ids in (top, panel)]
    graded = [float(np.mean([grades.get(pk, 0) for pk in ids])) for ids in (top, panel)]
    return *covered, *graded, float(set(panel) != set(top))


def _coverage_by_profile(matcher: Matcher, need: Need) -> dict[str, np.ndarray]:
    """How well each profile's best passage covers each aspect, by similarity alone."""
    texts = [aspect.text for aspect in aspects_of(need.text, need.facets)]
    seen = coverage(matcher.similarities(texts, language_of(need.text, need.language)))
    return {
        profile.id: seen[:, matcher.by_.rows(i)].max(1, initial=0)
        for i, profile in enumerate(matcher.profiles_)
    }


def as_markdown(found: Mapping[str, Compared]) -> str:
    """A row for each kind of aspect."""
    lines = [
        f"| aspects | covered by the top {SIZE} | covered by a panel of {SIZE} | gain "
        f"| grade of the top {SIZE} | grade of the panel | panels that differ |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, one in found.items():
        told = one.summary()
        cells = " | ".join(
            "{:.3f} [{:.3f}, {:.3f}]".format(*told[key]) for key in ("top", "panel", "gain")
        )
        grades = f"{told['grade_of_top']:.2f} | {told['grade_of_panel']:.2f}"
        lines.append(f"| {name} | {cells} | {grades} | {told['differ']:.0%} |")
    return "\n".join(lines) + "\n"
