"""Near misses: two passages alike in nearly every word, of which only one answers the need.

They differ in a quantity (5 kW, 5 MW), in a role (offers, seeks; taught, took part), in a negation
(no experience in) or in a level (village, nation). Each passage is a profile of its own, and the
right one should score above the wrong one.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from matching.baselines import encoder_alone, engine
from matching.types import Need, Passage, Profile, System

Z95 = 1.959964  # standard deviations either side that hold 95% of a normal distribution


@dataclass(frozen=True)
class Pair:
    """A need, its kind of difference, and the two profiles of one passage each."""

    id: str
    kind: str
    need: Need
    right: Profile
    wrong: Profile


def load(path: Path) -> list[Pair]:
    """The pairs as the file has them."""
    return [_pair(entry) for entry in json.loads(path.read_text(encoding="utf-8"))]


def _pair(entry: dict[str, Any]) -> Pair:
    need = Need(entry["id"], entry["need"], entry["language"])
    right, wrong = (
        Profile(f"{entry['id']}-{side}", (Passage(entry[side]["text"], entry[side]["language"]),))
        for side in ("right", "wrong")
    )
    return Pair(entry["id"], entry["kind"], need, right, wrong)


def margins(pairs: Sequence[Pair], system: System) -> np.ndarray:
    """How far the right one stands above the wrong one, for each pair."""
    profiles = [side for pair in pairs for side in (pair.right, pair.wrong)]
    scores = system([pair.need for pair in pairs], profiles)
    rows = np.arange(len(pairs))
    return scores[rows, 2 * rows] - scores[rows, 2 * rows + 1]


@dataclass(frozen=True)
class Share:
    """How many of how many were won; the interval is Wilson's (1927), at 95%."""

    won: int
    of: int

    @property
    def value(self) -> float:
        return self.won / self.of

    @property
    def interval(self) -> tuple[float, float]:
        share, n, z2 = self.value, self.of, Z95**2
        middle = (share + z2 / (2 * n)) / (1 + z2 / n)
        half = Z95 / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
        return middle - half, middle + half


@dataclass(frozen=True)
class Outcome:
    """Shares won: of all pairs, by kind of difference, and by the need's language."""

    all: Share
    by_kind: dict[str, Share]
    by_language: dict[str, Share]

    def summary(self) -> dict[str, Any]:
        """Figures for a file: each share with its interval."""
        return {
            "all": _told(self.all),
            "kinds": {kind: _told(share) for kind, share in self.by_kind.items()},
            "languages": {code: _told(share) for code, share in self.by_language.items()},
        }


def _told(share: Share) -> list[float]:
    return [share.value, *share.interval]


def measure(pairs: Sequence[Pair], system: System) -> Outcome:
    """How a system fares. Ties count as lost."""
    won = margins(pairs, system) > 0
    return Outcome(
        Share(int(won.sum()), len(won)),
        _grouped([pair.kind for pair in pairs], won),
        _grouped([pair.need.language or "und" for pair in pairs], won),
    )


def _grouped(keys: Sequence[str], won: np.ndarray) -> dict[str, Share]:
    found = {key: [bool(w) for k, w in zip(keys, won, strict=True) if k == key] for key in keys}
    return {key: Share(sum(found[key]), len(found[key])) for key in sorted(found)}


def systems() -> dict[str, System]:
    """The engine with and without its reading of claims, and each encoder alone."""
    encoders = ("e5-small", "minilm")
    return {
        "engine": engine(encoders),
        "engine without claims": engine(encoders, claims=False),
        "e5 alone": encoder_alone("e5-small"),
        "MiniLM alone": encoder_alone("minilm"),
    }


def as_markdown(rows: Sequence[tuple[str, Outcome]]) -> str:
    """A row for each system: all pairs with the interval, each kind, each language."""
    first = rows[0][1]
    names = [*first.by_kind, *first.by_language]
    lines = ["| system | all | " + " | ".join(names) + " |", "|---" * (len(names) + 2) + "|"]
    for name, found in rows:
        shares = [*found.by_kind.values(), *found.by_language.values()]
        low, high = found.all.interval
        cells = " | ".join(f"{share.value:.2f}" for share in shares)
        lines.append(f"| {name} | {found.all.value:.3f} [{low:.3f}, {high:.3f}] | {cells} |")
    return "\n".join(lines) + "\n"
