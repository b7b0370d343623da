"""The in-memory engine: the yardstick every other path is held against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Self

import numpy as np

from matching import affinity, correction, lexical
from matching.affinity import Grouping
from matching.claims import Asked, CorpusClaims, ask
from matching.eligibility import exclusion
from matching.encoders import Encoder, get_encoder, serves
from matching.explain import Evidence, Weighed, kept, show, weigh
from matching.features import of_candidates, of_passages
from matching.index import ExactIndex
from matching.panel import (
    POOL,
    Nominee,
    as_claimed,
    aspects_of,
    choose,
    covered,
    facets_of,
)
from matching.ranker import LinearRanker, shipped
from matching.text import language_of, normalise
from matching.types import Aspect, Exclusion, Hit, Member, Need, Passage, Profile

DEFAULT_ENCODERS = ("e5-small", "minilm")


class NotFitted(RuntimeError):
    """Asked before ``fit``."""


class Matcher:
    """Ranks profiles for needs, with every passage compared.

    ``encoders`` are names from the registry; each text is seen by every encoder that serves its
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

    def rank(self, need: Need, k: int = 20) -> list[Hit]:
        """The ``k`` best candidates that no hard rule excludes, ties by id."""
        if k < 1:
            raise ValueError(f"k is {k}; it must be at least 1.")
        weighed, query, _ = self._weigh(need)
        best = weighed.best_first(k, self._allowed(need))
        return [show(weighed, i, query, self.ranker_) for i in best]

    def panel(self, need: Need, size: int = 3) -> list[Member]:
        """A few candidates who cover the need's facets together, the best one first.

        See ``matching.panel`` for what is maximised and how nearly.
        """
        aspects = aspects_of(need.text, need.facets)
        weighed, _, similarity = self._weigh(need, aspects)
        best = weighed.best_first(POOL, self._allowed(need))
        return choose([self._nominee(weighed, i, similarity) for i in best], aspects, size)

    def _nominee(self, weighed: Weighed, i: int, similarity: np.ndarray) -> Nominee:
        evidence, score = weighed.evidence, float(weighed.scores[i])
        rows = evidence.by.rows(i)
        return Nominee(evidence.ids[i], score, evidence.passages[rows], similarity[:, rows])

    def _allowed(self, need: Need) -> list[int]:
        """The rows of the profiles that no hard rule excludes."""
        return [i for i, one in enumerate(self.profiles_) if exclusion(need, one) is None]

    def excluded(self, need: Need) -> list[Exclusion]:
        """Whom a hard rule leaves out, and by which rule."""
        self._check_fitted()
        found = (exclusion(need, profile) for profile in self.profiles_)
        return [item for item in found if item]

    def affinity(self, needs: Sequence[Need]) -> np.ndarray:
        """Scores in [0, 1), shape (needs, profiles), hard rules left aside."""
        return np.array([self._weigh(need)[0].scores for need in needs])

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

    def _weigh(
        self, need: Need, aspects: Sequence[Aspect] = ()
    ) -> tuple[Weighed, lexical.Query, np.ndarray]:
        """Every profile, in the order of ``fit``, and the similarity of each aspect to passages.

        ``aspects`` are the need's facets unless others are named; only facets count in the score.
        """
        self._check_fitted()
        language = language_of(need.text, need.language)
        query = lexical.query(need.text, language, self.stats_)
        need = replace(need, language=language)
        everybody = range(len(self.profiles_))
        if not normalise(need.text):  # then nothing is known of anybody
            nothing = Grouping(np.zeros(len(everybody), int))
            evidence = Evidence([one.id for one in self.profiles_], nothing, [], np.zeros(0), [])
            return weigh(evidence, self.ranker_), query, np.zeros((len(aspects), 0))
        encoded = self._encoded([need.text], language)
        asked = self._asked(need.text, language, encoded)
        seen = self._similarities(encoded, language)[0]
        evidence = self._evidence(need, everybody, seen, query, asked)
        facets = facets_of(need.facets)
        similarity = np.zeros((0, len(self.passages_)))
        if texts := [one.text for one in aspects or facets]:
            left = kept(evidence.claims, len(self.passages_))
            similarity = as_claimed(self.similarities(texts, language), left)
        coverage = covered(similarity if facets else similarity[:0], self.by_)
        evidence = replace(evidence, overlaps={**evidence.overlaps, "coverage": coverage})
        return weigh(evidence, self.ranker_), query, similarity

    def _asked(self, text: str, language: str, encoded: Sequence[np.ndarray]) -> Asked:
        """What the need asks of the passages' claims; ``encoded`` begin with it."""
        pairs = zip(self.encoders_, encoded, strict=True)
        served = [(encoder, rows[0]) for encoder, rows in pairs if serves(encoder, language)]
        return ask(text, language, served)

    def _evidence(
        self,
        need: Need,
        chosen: Sequence[int],
        similarity: np.ndarray,
        query: lexical.Query,
        asked: Asked,
    ) -> Evidence:
        """Of these profiles, by their place in ``fit``; ``similarity`` is of all passages."""
        every = range(len(self.passages_))
        rows = [row for i in chosen for row in every[self.by_.rows(i)]]
        passages = [self.passages_[row] for row in rows]
        bags = [self.bags_[row] for row in rows]
        profiles = [self.profiles_[i] for i in chosen]
        return Evidence(
            [one.id for one in profiles],
            Grouping(self.by_.sizes[list(chosen)]),
            passages,
            similarity[rows],
            [query.shares(bag, bag.total()) for bag in bags],
            of_candidates(need, profiles),
            of_passages(need, passages),
            self.claims_.agreements(asked, rows) if self.claims else {},
        )
