"""Profiles with their passages encoded, ready to be compared with a need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Self

import numpy as np

from matching import affinity, correction, lexical
from matching.affinity import Grouping
from matching.claims import CorpusClaims
from matching.encoders import Encoder, get_encoder, serves
from matching.index import ExactIndex
from matching.ranker import LinearRanker, shipped
from matching.text import language_of, normalise
from matching.types import Passage, Profile

DEFAULT_ENCODERS = ("e5-small", "minilm")


class NotFitted(RuntimeError):
    """Asked before ``fit``."""


class Corpus:
    """``encoders`` are names from the registry; each text is seen by every encoder that serves its
    language. ``corrected`` False leaves the correction per language out, ``claims`` False what
    passages claim (for evaluation).
    """

    def __init__(
        self,
        encoders: Sequence[str | Encoder] = DEFAULT_ENCODERS,
        ranker: LinearRanker | None = None,
        corrected: bool = True,
        claims: bool = True,
    ) -> None:
        self.encoders = encoders
        self.ranker = ranker
        self.corrected = corrected
        self.claims = claims

    def fit(self, profiles: Sequence[Profile]) -> Self:
        """Encode the profiles' passages. Returns self."""
        self.profiles_ = list(profiles)
        self.ranker_ = self.ranker or shipped()
        self.encoders_ = [get_encoder(e) if isinstance(e, str) else e for e in self.encoders]
        self.passages_ = [p for profile in profiles for p in profile.passages if normalise(p.text)]
        self.languages_ = [language_of(p.text, p.language) for p in self.passages_]
        self.passages_ = list(map(self._with_language, self.passages_, self.languages_))
        self.by_ = Grouping([sum(bool(normalise(p.text)) for p in x.passages) for x in profiles])
        self.bags_ = [
            lexical.terms(p.text, code)
            for p, code in zip(self.passages_, self.languages_, strict=True)
        ]
        self.stats_ = lexical.statistics(self.bags_)
        self.claims_ = CorpusClaims([p.text for p in self.passages_], self.languages_)
        self.indexes_ = [self._index(encoder) for encoder in self.encoders_]
        return self

    def _check_fitted(self) -> None:
        if not hasattr(self, "profiles_"):
            raise NotFitted("Call fit() with the profiles first.")

    @staticmethod
    def _with_language(passage: Passage, language: str) -> Passage:
        return passage if passage.language else replace(passage, language=language)

    def _index(self, encoder: Encoder) -> tuple[np.ndarray, ExactIndex]:
        """The rows the encoder serves, and the index over their vectors."""
        rows = np.array(
            [i for i, code in enumerate(self.languages_) if serves(encoder, code)], dtype=int
        )
        vectors = encoder.encode([self.passages_[i].text for i in rows], "passage")
        self.claims_.read(encoder, rows, vectors)
        return rows, ExactIndex().build(self._correct(encoder, vectors, rows))

    def _correct(self, encoder: Encoder, vectors: np.ndarray, rows: np.ndarray) -> np.ndarray:
        if not self.corrected:
            return vectors
        fitted = correction.load(encoder.name, encoder.version)
        return fitted.correct(vectors, [self.languages_[i] for i in rows], "passage")

    def similarities(self, texts: Sequence[str], language: str) -> np.ndarray:
        """Standard deviations above chance (uncorrected: cosines), shape (texts, passages)."""
        return self._similarities(self._encoded(texts, language), language)

    def _encoded(self, texts: Sequence[str], language: str) -> list[np.ndarray]:
        """Raw vectors by each encoder, nan where it does not serve the language."""
        return [
            encoder.encode(texts, "query")
            if serves(encoder, language)
            else np.full((len(texts), encoder.dimension), np.nan)
            for encoder in self.encoders_
        ]

    def _similarities(self, encoded: Sequence[np.ndarray], language: str) -> np.ndarray:
        found = []
        for encoder, (rows, index), vectors in zip(
            self.encoders_, self.indexes_, encoded, strict=True
        ):
            table = np.full((len(vectors), len(self.passages_)), np.nan)
            if serves(encoder, language) and len(rows):
                table[:, rows] = self._compare(encoder, vectors, language, rows, index)
            found.append(table)
        return affinity.combine(found)

    def _compare(
        self,
        encoder: Encoder,
        vectors: np.ndarray,
        language: str,
        rows: np.ndarray,
        index: ExactIndex,
    ) -> np.ndarray:
        """One row per text."""
        if not self.corrected:
            return np.stack([index.cosines(vector) for vector in vectors])
        fitted = correction.load(encoder.name, encoder.version)
        vectors = fitted.correct(vectors, [language] * len(vectors), "query")
        cosines = np.stack([index.cosines(vector) for vector in vectors])
        return fitted.standardise(cosines, language, [self.languages_[i] for i in rows])
