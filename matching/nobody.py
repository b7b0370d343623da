"""Knowing when nobody fits: the two errors of a line, and how one is traded for the other.

A fit is hidden where a candidate who can help stands below the line; a misfit is shown where a
need that nobody can answer has somebody above it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.special import logit
from sklearn.linear_model import LogisticRegression

from matching.datasets import Collection
from matching.types import Need, System

LINES = tuple(round(0.1 * step, 1) for step in range(1, 10))
FOLDS = 5  # of needs, to set bias and slope on others
BINS = 10  # of candidates with like scores, for the calibration


def load(path: Path) -> list[Need]:
    """Needs that nobody in the demo world can answer."""
    entries = json.loads(path.read_text(encoding="utf-8"))
    return [Need(entry["id"], entry["text"], entry["language"]) for entry in entries]


@dataclass(frozen=True)
class Errors:
    """Shares at a line: of fits hidden, of needs with every fit hidden, of misfits shown."""

    line: float
    fits_hidden: float
    needs_hidden: float
    misfits_shown: float


@dataclass(frozen=True)
class Outcome:
    """Scores: of fits by need, and the highest of each unanswerable need; and the calibration.

    ``calibration`` is the expected calibration error over all pairs, in ``BINS`` equal bins;
    ``calibration_of_first`` that of the ten first of each need. ``held_out`` are the same two for
    scores whose bias and slope were set on other needs alone.
    """

    fits: Sequence[np.ndarray]
    highest: np.ndarray
    calibration: float
    calibration_of_first: float
    held_out: tuple[float, float]

    def errors(self, line: float) -> Errors:
        together = np.concatenate(self.fits)
        return Errors(
            line,
            float((together < line).mean()),
            float(np.mean([one.max() < line for one in self.fits])),
            float((self.highest >= line).mean()),
        )


def measure(world: Collection, unanswerable: Sequence[Need], system: System) -> Outcome:
    """How a system's scores part answerable needs from others."""
    scores = system([*world.needs, *unanswerable], world.profiles)
    asked = scores[: len(world.needs)]
    ids = [profile.id for profile in world.profiles]
    grades = np.array([[world.labels[need.id].get(pk, 0) for pk in ids] for need in world.needs])
    right = grades >= world.relevant
    return Outcome(
        [row[fits] for row, fits in zip(asked, right, strict=True) if fits.any()],
        scores[len(world.needs) :].max(1),
        *_calibration(asked, right),
        _calibration(_set_on_others(asked, right), right),
    )


def _calibration(scores: np.ndarray, right: np.ndarray) -> tuple[float, float]:
    """The error over all pairs, and over the ten first of each need."""
    first = np.argsort(-scores, axis=1)[:, :10]
    top = (np.take_along_axis(one, first, 1).ravel() for one in (scores, right))
    return calibration_error(scores.ravel(), right.ravel()), calibration_error(*top)


def _set_on_others(scores: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Scores with bias and slope (Platt 1999) of a fifth of the needs set on the others."""
    logits, found = logit(np.clip(scores, 1e-12, 1 - 1e-12)), np.zeros_like(scores)
    for fold in range(FOLDS):
        judged = np.arange(len(scores)) % FOLDS == fold
        if not judged.any() or len(np.unique(right[~judged])) < 2:
            found[judged] = scores[judged]  # nothing to judge, or to set anything on
            continue
        model = LogisticRegression(C=1e6)
        model.fit(logits[~judged].reshape(-1, 1), right[~judged].ravel())
        told = model.predict_proba(logits[judged].reshape(-1, 1))[:, 1]
        found[judged] = told.reshape(-1, scores.shape[1])
    return found


def calibration_error(scores: np.ndarray, right: np.ndarray) -> float:
    """Mean distance of score and share of fits over equally large bins (Naeini et al. 2015)."""
    bins = np.array_split(np.argsort(scores, kind="stable"), min(BINS, len(scores)))
    gaps = [abs(scores[one].mean() - right[one].mean()) * len(one) for one in bins]
    return float(sum(gaps) / len(scores))


def as_markdown(found: Outcome, line: float) -> str:
    """The trade-off, a row for each line; the one in use is marked."""
    rows = [
        "| line | fits hidden | needs with every fit hidden | unanswerable needs shown somebody |",
        "|---|---|---|---|",
    ]
    for one in map(found.errors, sorted({*LINES, line})):
        told = f"**{one.line}**" if one.line == line else f"{one.line}"
        rows.append(
            f"| {told} | {one.fits_hidden:.2f} | {one.needs_hidden:.2f} | {one.misfits_shown:.2f} |"
        )
    rows.append("")
    rows.append(
        f"Expected calibration error {found.calibration:.3f} over all pairs, "
        f"{found.calibration_of_first:.3f} over the ten first of each need; with bias and slope "
        "set on other needs {:.3f} and {:.3f}.".format(*found.held_out)
    )
    return "\n".join(rows) + "\n"
