"""The in-memory engine: the yardstick every other path is held against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from matching import lexical
from matching.affinity import Grouping
from matching.claims import Asked, ask
from matching.corpus import Corpus
from matching.eligibility import exclusion
from matching.encoders import serves
from matching.explain import Evidence, Weighed, kept, show, weigh
from matching.features import of_candidates, of_passages
from matching.panel import (
    POOL,
    Nominee,
    as_claimed,
    aspects_of,
    choose,
    covered,
    facets_of,
)
from matching.text import language_of, normalise
from matching.types import Aspect, Exclusion, Hit, Member, Need


class Matcher(Corpus):
    """Ranks profiles for needs, with every passage compared."""

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
