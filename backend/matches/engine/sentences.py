"""Which sentence of a text is nearest to which of the question's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from backend.matches.engine.encoders import (
    Version,
    encoder,
    fitted,
    passage_vectors,
    recorrect,
)
from backend.matches.engine.question import Question
from matching import affinity
from matching.encoders import serves
from matching.panel import aspects_of


@dataclass(frozen=True)
class NearestSentences:
    """One of the question's sentences, one of the other text's, and how far above chance (in
    standard deviations) they are alike."""

    asked: str
    found: str
    likeness: float


def nearest_sentences(
    question: Question, texts: Sequence[tuple[str, str]]
) -> list[NearestSentences | None]:
    """For each text, given with its language; None where there is nothing to compare.

    The question's sentences are its aspects. All others are encoded at once.
    """
    parts = [[one.text for one in aspects_of(text, {})] for text, _language in texts]
    flat = [part for own in parts for part in own]
    languages = [language for (_, language), own in zip(texts, parts, strict=True) for _part in own]
    if not (flat and question.aspects and question.aspect_vectors):
        return [None] * len(texts)
    table = affinity.combine(
        [
            _table(version, asked, question, flat, languages)
            for version, asked in question.aspect_vectors.items()
        ]
    )
    edges = np.cumsum([0, *map(len, parts)])
    return [_best(question, own, table[:, edges[i] : edges[i + 1]]) for i, own in enumerate(parts)]


def _table(
    version: Version,
    asked: np.ndarray,
    question: Question,
    parts: list[str],
    languages: list[str],
) -> np.ndarray:
    """Standard deviations above chance, shape (asked, parts); nan where it is not served."""
    served = np.array([serves(encoder(version), one) for one in languages])
    table = np.full((len(asked), len(parts)), np.nan)
    some = [part for part, wanted in zip(parts, served, strict=True) if wanted]
    spoken = [one for one, wanted in zip(languages, served, strict=True) if wanted]
    if some:
        vectors = recorrect(version, passage_vectors(version, some), spoken)
        cosines = asked @ vectors.T
        table[:, served] = fitted(version).standardise(cosines, question.language, spoken)
    return table


def _best(
    question: Question, parts: Sequence[str], likeness: np.ndarray
) -> NearestSentences | None:
    """Of shape (asked, parts)."""
    if not parts:
        return None
    asked, found = np.unravel_index(int(likeness.argmax()), likeness.shape)
    best = float(likeness[asked, found])
    return NearestSentences(question.aspects[int(asked)].text, parts[int(found)], best)
