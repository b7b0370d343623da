"""The language trap: the right subject in another language against wrong ones in the need's own.

The same forty subjects are given in seven languages, as needs and as profiles. For a need in
language A, the profile of its subject in language B should score above every profile of another
subject in A.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from matching.types import Need, Passage, Profile, System

CUT = 10  # places that the order at home looks at
LANGUAGES = ("ar", "en", "es", "fr", "pt", "ru", "zh")


@dataclass(frozen=True)
class Trap:
    """Needs and profiles ordered by language, then by subject."""

    subjects: tuple[str, ...]
    needs: list[Need]
    profiles: list[Profile]


def load(folder: Path) -> Trap:
    """The test set as its files have it."""
    entries = [
        entry
        for path in sorted(folder.glob("*.json"))
        for entry in json.loads(path.read_text(encoding="utf-8"))
    ]
    needs = [
        Need(f"{entry['id']}-{code}", entry["need"][code], code)
        for code in LANGUAGES
        for entry in entries
    ]
    profiles = [
        Profile(
            f"{entry['id']}-{code}",
            tuple(Passage(texts[code], code) for texts in entry["profile"]),
        )
        for code in LANGUAGES
        for entry in entries
    ]
    return Trap(tuple(entry["id"] for entry in entries), needs, profiles)


@dataclass(frozen=True)
class Outcome:
    """Shares, each of shape (need's language, right profile's language).

    ``single``: of comparisons of the right one with one wrong one at home. ``all``: of needs whose
    right one stands above every wrong one at home. The diagonal is the same language. ``order``:
    nDCG@10 among the profiles of the need's own language, shape (languages,).
    """

    single: np.ndarray
    all: np.ndarray
    order: np.ndarray

    def summary(self) -> dict[str, Any]:
        """Means over the pairs of two languages, and the worst pair."""
        abroad = ~np.eye(len(LANGUAGES), dtype=bool)
        worst = np.unravel_index(np.argmin(np.where(abroad, self.single, 2.0)), self.single.shape)
        return {
            "single": float(self.single[abroad].mean()),
            "worst": float(self.single[worst]),
            "worst_pair": f"{LANGUAGES[worst[0]]} → {LANGUAGES[worst[1]]}",
            "all": float(self.all[abroad].mean()),
            "at_home": float(np.diag(self.single).mean()),
            "order_at_home": float(self.order.mean()),
        }


def measure(trap: Trap, system: System) -> Outcome:
    """How a system fares. Ties count as lost."""
    return outcome(system(trap.needs, trap.profiles), len(trap.subjects))


def outcome(scores: np.ndarray, subjects: int) -> Outcome:
    """From scores of shape (needs, profiles), both ordered by language, then by subject."""
    size = len(LANGUAGES)
    table = scores.reshape(size, subjects, size, subjects)
    single, above_all, order = np.zeros((size, size)), np.zeros((size, size)), np.zeros(size)
    others = ~np.eye(subjects, dtype=bool)
    for a in range(size):
        at_home = table[a, :, a, :]
        places = 1 + (at_home >= np.diagonal(at_home)[:, None])[others].reshape(subjects, -1).sum(1)
        order[a] = np.where(places <= CUT, 1 / np.log2(1 + places), 0).mean()
        for b in range(size):
            right = np.diagonal(table[a, :, b, :])[:, None]
            won = np.where(others, right > at_home, True)
            single[a, b] = won[others].mean()
            above_all[a, b] = won.all(axis=1).mean()
    return Outcome(single, above_all, order)


def as_markdown(rows: Sequence[tuple[str, Outcome]]) -> str:
    """A row for each system."""
    lines = [
        "| system | single comparisons | worst pair | above all wrong ones | same language "
        "| its nDCG@10 |",
        "|---|---|---|---|---|---|",
    ]
    for name, found in rows:
        told = found.summary()
        worst = f"{told['worst']:.3f} ({told['worst_pair']})"
        lines.append(
            f"| {name} | {told['single']:.4f} | {worst} | {told['all']:.3f} |"
            f" {told['at_home']:.4f} | {told['order_at_home']:.4f} |"
        )
    return "\n".join(lines) + "\n"
