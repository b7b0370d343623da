"""A panel: a few candidates who cover a need's aspects together, rather than several alike.

How well a candidate covers an aspect is what its best passage says to it; a panel covers each as
well as the member who does it best. Counted with each candidate's fit for the whole need, so that
nobody gets in by an aside, the mean over the aspects is a monotone submodular function of the set
of members: one more never takes anything away, and adds the less the more are there. Greedy
selection therefore reaches at least 1 − 1/e (63%) of what the best panel adds to its first
member: Nemhauser, Wolsey and Fisher 1978, "An analysis of approximations for maximizing
submodular set functions I", Mathematical Programming 14. The first member is always the best
candidate of the ranking; the best panel is meant among those that hold it.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matching.affinity import Grouping
from matching.features import MIDDLE
from matching.text import SENTENCE_END, normalise
from matching.types import Aspect, Cover, Member, Passage

COVERED = 0.5  # the coverage from which on an aspect counts as covered
POOL = 50  # candidates, best of the ranking, out of whom a panel is chosen
MOST_ASPECTS = 8  # of a text without facets; beyond, neighbouring sentences are taken together
SENTENCE = "sentence"  # the facet of an aspect that is a sentence
# Coverage is one half where a passage stands this many standard deviations above chance, as one
# in 160 unrelated ones does, and .12 one deviation below.
HALF, STEEPNESS = 2.5, 2.0
SAME = 9  # decimals; smaller differences of gain are rounding, and the better candidate wins


def facets_of(facets: Mapping[str, str]) -> list[Aspect]:
    """The facets that say something."""
    return [Aspect(name, normalise(said)) for name, said in facets.items() if normalise(said)]


def aspects_of(text: str, facets: Mapping[str, str]) -> list[Aspect]:
    """The facets given; where there are none, the sentences of the text."""
    return facets_of(facets) or [Aspect(SENTENCE, part) for part in _sentences(text)]


def _sentences(text: str) -> list[str]:
    parts = [p for p in SENTENCE_END.split(normalise(text)) if any(c.isalpha() for c in p)]
    if len(parts) <= MOST_ASPECTS:
        return parts
    edges = np.linspace(0, len(parts), MOST_ASPECTS + 1).astype(int)
    return [" ".join(parts[a:b]) for a, b in itertools.pairwise(edges)]


@dataclass(frozen=True, slots=True)
class Nominee:
    """A candidate for a panel.

    ``similarity`` is that of each aspect with each of its passages, in standard deviations above
    chance, less what their claims speak against, shape (aspects, passages).
    """

    id: str
    score: float
    passages: Sequence[Passage]
    similarity: np.ndarray


def as_claimed(similarity: np.ndarray, kept: np.ndarray) -> np.ndarray:
    """Similarity less what the passages' claims speak against (``explain.kept``)."""
    return np.where(similarity > 0, similarity * kept, similarity)


def coverage(similarity: np.ndarray) -> np.ndarray:
    """Standard deviations above chance → how well that covers an aspect, in (0, 1)."""
    return 1 / (1 + np.exp(-STEEPNESS * (np.clip(similarity, -10, 20) - HALF)))


def covered(similarity: np.ndarray, by: Grouping) -> np.ndarray:
    """How much of a need's facets each candidate covers, in (0, 1), shape (candidates,).

    The mean over the facets (rows of ``similarity``, shape (facets, passages)) of what the best
    passage for each says to it. Without facets nothing is known: one half.
    """
    if not len(similarity):
        return np.full(len(by.sizes), MIDDLE)
    return np.mean([by.most(row) for row in coverage(similarity)], axis=0)


def value(worth: np.ndarray, members: Sequence[int]) -> float:
    """What a panel is worth: the mean over the aspects of its best member's worth.

    ``worth``: non-negative, shape (candidates, aspects). Monotone and submodular in ``members``.
    """
    return float(worth[list(members)].max(0).mean()) if len(members) and worth.size else 0.0


def greedy(worth: np.ndarray, size: int) -> list[int]:
    """The members' row numbers: the first row, then whoever adds most; ties to the earlier row.

    Where nobody adds anything any more, the panel is filled up in the order of the rows.
    """
    chosen: list[int] = []
    covered = np.zeros(worth.shape[1])
    while len(chosen) < min(size, len(worth)):
        gains = np.maximum(worth - covered, 0).sum(1).round(SAME)
        gains[chosen] = -1
        pick = int(np.argmax(gains)) if chosen else 0
        chosen.append(pick)
        covered = np.maximum(covered, worth[pick])
    return chosen


def uncovered(members: Sequence[Member]) -> list[Aspect]:
    """The aspects that no passage of the members covers, in the order of the panel.

    Where there is some passage for each, the aspect that is covered least.
    """
    best = {cover.aspect: cover.coverage for one in reversed(members) for cover in one.covers}
    missing = [aspect for aspect, reached in reversed(best.items()) if reached < COVERED]
    return missing or sorted(best, key=lambda aspect: best[aspect])[:1]


def choose(nominees: Sequence[Nominee], aspects: Sequence[Aspect], size: int) -> list[Member]:
    """A panel of ``size`` (fewer where there are fewer), in the order of being chosen.

    ``nominees`` come best first; those without text are left out. ``size`` below 1: ValueError.
    """
    if size < 1:
        raise ValueError(f"size is {size}; it must be at least 1.")
    able = [one for one in nominees if one.passages]
    table = np.zeros((len(able), len(aspects)))
    for row, one in enumerate(able):
        table[row] = coverage(one.similarity).max(1, initial=0)
    worth = table * np.array([one.score for one in able])[:, None]
    chosen = greedy(worth, size)
    shares = _shares(table[chosen])
    return [_member(able[i], aspects, share) for i, share in zip(chosen, shares, strict=True)]


def _shares(table: np.ndarray) -> list[list[int]]:
    """For each member the aspects it covers best of all; failing any, its own best aspect."""
    members, aspects = table.shape
    if not aspects:
        return [[] for _ in range(members)]
    best = table.argmax(0) if members else np.zeros(0)
    return [
        [int(a) for a in np.flatnonzero(best == m)] or [int(table[m].argmax())]
        for m in range(members)
    ]


def _member(one: Nominee, aspects: Sequence[Aspect], share: Sequence[int]) -> Member:
    covers = []
    for a in share:
        best = int(one.similarity[a].argmax())
        figure = float(coverage(one.similarity[a][best]))
        covers.append(Cover(aspects[a], one.passages[best], figure))
    return Member(one.id, one.score, tuple(covers))
