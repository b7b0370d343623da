"""Fits a correction: means per language, the map, and how cosines are spread by chance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matching.correction import POOL, ROLES, Correction
from matching.encoders import Encoder
from matching.fitting.contrast import learn_map
from matching.fitting.texts import Side, sides

VERSION = "ref2"
FOLDS = 4  # to measure the spread on texts that the map has not seen
ANSWER = 3.5  # standard deviations above chance at which an answer stands over all pairs


@dataclass(frozen=True)
class Settings:
    """How a correction is fitted: ``temperature`` and ``decay`` are those of ``contrast``.

    Pairs of languages differ not only in what chance gives but in how far an answer stands above
    it; ``evenness`` is how much of that is evened out: 0 none, 1 all.
    """

    temperature: float = 0.1
    decay: float = 0.1
    evenness: float = 0.5


@dataclass(frozen=True)
class Spread:
    """By query and passage language: chance cosines' mean and deviation, and answers' mean.

    Each of shape (languages, languages).
    """

    mu: np.ndarray
    sigma: np.ndarray
    answers: np.ndarray

    def unit(self, evenness: float) -> np.ndarray:
        """What counts as one standard deviation."""
        reached = (self.answers - self.mu) / self.sigma
        return self.sigma * (reached / ANSWER) ** evenness


def fit(encoder: Encoder) -> Correction:
    """Fit an encoder's correction on the texts of ``fitting.texts`` in the languages it serves."""
    return fit_on(*sides(encoder), Settings(), f"{encoder.version}-{VERSION}")


def fit_on(asked: Side, told: Side, settings: Settings, version: str = "") -> Correction:
    """Fit a correction on these texts; its spread on families that its map has not seen."""
    spread = _mean(
        [_spread(_frame(*learned, settings), *held) for learned, held in folds(asked, told)]
    )
    frame = _frame(asked, told, settings)
    return Correction(
        version,
        frame.languages,
        frame.means,
        _pooled(spread.mu),
        _pooled(spread.unit(settings.evenness)),
        frame.map,
    )


def _frame(asked: Side, told: Side, settings: Settings) -> Correction:
    """Means and map, with nothing known yet of chance."""
    codes = tuple(sorted(set(asked.column("language"))))
    means = np.stack([_means(asked, "need", codes), _means(told, "evidence", codes)])
    blank = np.ones((len(codes) + 1, len(codes) + 1), np.float32)
    plain = np.eye(means.shape[-1], dtype=np.float32)
    bare = Correction("", (*codes, POOL), means, blank, blank, plain)
    centred = _centred(bare, asked, 0), _centred(bare, told, 1)
    learned = learn_map(*centred, settings.temperature, settings.decay)
    return Correction("", bare.languages, means, blank, blank, learned)


def _means(side: Side, kind: str, codes: tuple[str, ...]) -> np.ndarray:
    """Half of what its role brings in, half of all: shape (languages and pool, dimension)."""
    languages, of_kind = side.column("language"), side.column("kind") == kind
    means = [
        (
            side.vectors[languages == code].mean(0)
            + side.vectors[(languages == code) & of_kind].mean(0)
        )
        / 2
        for code in codes
    ]
    return np.stack([*means, np.mean(means, axis=0)]).astype(np.float32)


def _centred(bare: Correction, side: Side, role: int) -> Side:
    rows = [bare.index(one.language) for one in side.texts]
    return Side(side.texts, side.vectors - bare.means[role, rows])


def folds(asked: Side, told: Side) -> Iterator[tuple[tuple[Side, Side], tuple[Side, Side]]]:
    """What is learned from, and what is held out: whole families, in a fixed order."""
    families = sorted({one.family for one in asked.texts})
    mixed = np.random.default_rng(0).permutation(families)
    for fold in range(FOLDS):
        held = set(mixed[fold::FOLDS])
        yield (
            (_part(asked, held, False), _part(told, held, False)),
            (_part(asked, held, True), _part(told, held, True)),
        )


def _part(side: Side, families: set[str], inside: bool) -> Side:
    return side.take(np.flatnonzero([(one.family in families) == inside for one in side.texts]))


def _spread(frame: Correction, asked: Side, told: Side) -> Spread:
    """How needs and evidence that the frame has not seen are alike, related and unrelated."""
    vectors = [
        frame.correct(side.vectors, list(side.column("language")), role)
        for side, role in zip((asked, told), ROLES, strict=True)
    ]
    cosines = vectors[0] @ vectors[1].T
    same = asked.column("content")[:, None] == told.column("content")[None]
    subjects = (asked.column("source") == "subjects")[:, None] & (
        told.column("source") == "subjects"
    )
    judged = (asked.column("kind") == "need")[:, None] & (told.column("kind") == "evidence")[None]
    codes = frame.languages[:-1]
    tables = np.zeros((3, len(codes), len(codes)))
    for a, query in enumerate(codes):
        for b, passage in enumerate(codes):
            pair = (asked.column("language") == query)[:, None] & (
                told.column("language") == passage
            )
            unrelated, related = cosines[pair & judged & ~same], cosines[pair & subjects & same]
            tables[:, a, b] = unrelated.mean(), unrelated.std(), related.mean()
    return Spread(*tables)


def _mean(found: list[Spread]) -> Spread:
    return Spread(
        np.mean([one.mu for one in found], axis=0),
        np.mean([one.sigma for one in found], axis=0),
        np.mean([one.answers for one in found], axis=0),
    )


def _pooled(table: np.ndarray) -> np.ndarray:
    """With a row and a column, the last, for languages without texts of their own."""
    taller = np.vstack([table, table.mean(0)])
    return np.hstack([taller, taller.mean(1, keepdims=True)]).astype(np.float32)
