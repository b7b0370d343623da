"""What the engine is held against. Each gives a score for every need and profile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from matching import affinity, lexical
from matching.encoders import Encoder, Role, get_encoder
from matching.matcher import Matcher
from matching.text import language_of
from matching.types import Need, Profile, System
from matching.vectors import unit


class Remembering:
    """An encoder that encodes each text once in a run, whatever number of systems ask for it."""

    known_by: ClassVar[dict[str, dict[tuple[Role, str], np.ndarray]]] = {}

    def __init__(self, inner: Encoder, everything: bool = False) -> None:
        self.name, self.version, self.dimension = inner.name, inner.version, inner.dimension
        self.languages = None if everything else inner.languages
        self.inner = inner
        self.known = self.known_by.setdefault(inner.name, {})

    def encode(self, texts: Sequence[str], role: Role) -> np.ndarray:
        new = list(dict.fromkeys(text for text in texts if (role, text) not in self.known))
        for text, vector in zip(new, self.inner.encode(new, role), strict=True):
            self.known[role, text] = vector
        rows = [self.known[role, text] for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self.dimension), np.float32)


def tf_idf(needs: Sequence[Need], profiles: Sequence[Profile]) -> np.ndarray:
    """Cosine of tf–idf vectors (scikit-learn) of the need and the whole profile."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer=lambda bag: bag, sublinear_tf=True)
    found = vectorizer.fit_transform([_words(profile) for profile in profiles])
    asked = vectorizer.transform([_terms(need.text, need.language) for need in needs])
    return (asked @ found.T).toarray()


def bm25(needs: Sequence[Need], profiles: Sequence[Profile]) -> np.ndarray:
    """BM25 (bm25s, its defaults) over the whole profile, with the same stems."""
    import bm25s

    retriever = bm25s.BM25()
    retriever.index([_words(profile) for profile in profiles], show_progress=False)
    return np.stack(
        [retriever.get_scores(_terms(need.text, need.language) or ["-"]) for need in needs]
    )


def _terms(text: str, language: str | None) -> list[str]:
    return [term for term, _ in lexical.surfaces(text, language_of(text, language))]


def _words(profile: Profile) -> list[str]:
    found = [term for p in profile.passages for term in _terms(p.text, p.language)]
    return found or ["-"]


def encoder_alone(name: str, aggregate: str = "half best, half mean") -> System:
    """One encoder's raw cosines over all passages, whatever their language."""
    encoder = Remembering(get_encoder(name), everything=True)

    def scores(needs: Sequence[Need], profiles: Sequence[Profile]) -> np.ndarray:
        asked = encoder.encode([need.text for need in needs], "query")
        result = np.zeros((len(needs), len(profiles)))
        for column, profile in enumerate(profiles):
            vectors = encoder.encode([p.text for p in profile.passages], "passage")
            if len(vectors):
                result[:, column] = _aggregate(asked, vectors, aggregate)
        return result

    return scores


def _aggregate(asked: np.ndarray, vectors: np.ndarray, how: str) -> np.ndarray:
    if how == "one mean vector":
        return asked @ unit(vectors.mean(0, keepdims=True))[0]
    cosines = asked @ vectors.T
    return affinity.BEST * cosines.max(1) + (1 - affinity.BEST) * cosines.mean(1)


def engine(encoders: Sequence[str], corrected: bool = True, claims: bool = True) -> System:
    """The engine itself, with the encoders named."""
    remembering = [Remembering(get_encoder(name)) for name in encoders]

    def scores(needs: Sequence[Need], profiles: Sequence[Profile]) -> np.ndarray:
        matcher = Matcher(remembering, corrected=corrected, claims=claims).fit(profiles)
        return matcher.affinity(needs)

    return scores


def systems() -> dict[str, System]:
    """All that are compared, the engine last; models are loaded as they are called for."""
    return {
        "TF-IDF": tf_idf,
        "BM25": bm25,
        "MiniLM alone": encoder_alone("minilm"),
        "e5 alone": encoder_alone("e5-small"),
        "e5, one mean vector per profile": encoder_alone("e5-small", "one mean vector"),
        "engine, uncorrected": engine(("e5-small", "minilm"), corrected=False),
        "engine without claims": engine(("e5-small", "minilm"), claims=False),
        "engine": engine(("e5-small", "minilm")),
    }
