"""What else could be done about languages: each on e5, with the engine's aggregation.

For the evaluation only; the engine's own correction is `correction.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from matching import affinity
from matching.baselines import Remembering
from matching.encoders import Role, get_encoder
from matching.fitting.texts import reference
from matching.types import Need, Profile, System
from matching.vectors import unit

Means = dict[tuple[Role, str], np.ndarray]


def parallel() -> dict[str, list[str]]:
    """The reference texts by language; the same place in each list is the same content."""
    found: dict[str, list[str]] = {}
    for one in reference():
        found.setdefault(one.language, []).append(one.text)
    return found


class Prepared:
    """Vectors of needs and passages with their languages, and which profile a passage is of."""

    def __init__(self, needs: Sequence[Need], profiles: Sequence[Profile]) -> None:
        self.encoder = Remembering(get_encoder("e5-small"))
        passages = [(i, p) for i, profile in enumerate(profiles) for p in profile.passages]
        self.asked = self.encoder.encode([need.text for need in needs], "query")
        self.found = self.encoder.encode([p.text for _, p in passages], "passage")
        self.asked_in = np.array([need.language for need in needs])
        self.found_in = np.array([p.language for _, p in passages])
        self.owner = np.array([i for i, _ in passages])
        self.profiles = len(profiles)

    def scores(self, cosines: np.ndarray) -> np.ndarray:
        """Half best, half mean, shape (needs, profiles)."""
        result = np.zeros((len(cosines), self.profiles))
        for profile in range(self.profiles):
            own = cosines[:, self.owner == profile]
            result[:, profile] = affinity.BEST * own.max(1) + (1 - affinity.BEST) * own.mean(1)
        return result

    def of_reference(self) -> Means:
        return {
            (role, code): self.encoder.encode(texts, role).mean(0)
            for role in ("query", "passage")
            for code, texts in parallel().items()
        }

    def of_corpus(self) -> Means:
        means: Means = {}
        for code in np.unique(self.found_in):
            means["passage", code] = self.found[self.found_in == code].mean(0)
            means["query", code] = self.asked[self.asked_in == code].mean(0)
        return means

    def centred(self, means: Means) -> tuple[np.ndarray, np.ndarray]:
        asked = self.asked - np.stack([means["query", code] for code in self.asked_in])
        found = self.found - np.stack([means["passage", code] for code in self.found_in])
        return unit(asked), unit(found)

    def within_languages(self, cosines: np.ndarray) -> np.ndarray:
        """Each need's cosines, standardised within each passage language."""
        result = np.empty_like(cosines)
        for code in np.unique(self.found_in):
            columns = self.found_in == code
            part = cosines[:, columns]
            result[:, columns] = (part - part.mean(1, keepdims=True)) / part.std(1, keepdims=True)
        return result


def nothing(one: Prepared) -> np.ndarray:
    return one.asked @ one.found.T


def mean_of_other_text(one: Prepared) -> np.ndarray:
    asked, found = one.centred(one.of_reference())
    return asked @ found.T


def mean_of_the_corpus(one: Prepared) -> np.ndarray:
    asked, found = one.centred(one.of_corpus())
    return asked @ found.T


def z_within_languages(one: Prepared) -> np.ndarray:
    return one.within_languages(nothing(one))


def corpus_mean_then_z(one: Prepared) -> np.ndarray:
    return one.within_languages(mean_of_the_corpus(one))


def directions_removed(one: Prepared) -> np.ndarray:
    """What lies along the differences between language means is taken out of every vector."""
    means = np.stack(list(one.of_reference().values()))
    _, sizes, directions = np.linalg.svd(means - means.mean(0), full_matrices=False)
    kept = directions[sizes > 1e-6 * sizes[0]]
    asked, found = (unit(v - (v @ kept.T) @ kept) for v in (one.asked, one.found))
    return asked @ found.T


def ridge_to_minilm(one: Prepared, strength: float = 1.0) -> np.ndarray:
    """A ridge map from every language's e5 vectors to MiniLM's of the English text."""
    texts = parallel()
    target = get_encoder("minilm").encode(texts["en"], "passage")
    mapped = {}
    for role in ("query", "passage"):
        source = np.concatenate([one.encoder.encode(found, role) for found in texts.values()])
        goal = np.concatenate([target] * len(texts))
        square = source.T @ source + strength * np.eye(source.shape[1])
        mapped[role] = np.linalg.solve(square, source.T @ goal)
    asked, found = unit(one.asked @ mapped["query"]), unit(one.found @ mapped["passage"])
    return asked @ found.T


WAYS: dict[str, Callable[[Prepared], np.ndarray]] = {
    "e5, nothing": nothing,
    "e5, mean per language of other text": mean_of_other_text,
    "e5, mean per language of the corpus": mean_of_the_corpus,
    "e5, z within each passage language": z_within_languages,
    "e5, corpus mean, then z": corpus_mean_then_z,
    "e5, directions between languages removed": directions_removed,
    "e5, ridge map into MiniLM": ridge_to_minilm,
}


def systems() -> dict[str, System]:
    return {name: _system(way) for name, way in WAYS.items()}


def _system(way: Callable[[Prepared], np.ndarray]) -> System:
    def scores(needs: Sequence[Need], profiles: Sequence[Profile]) -> np.ndarray:
        prepared = Prepared(needs, profiles)
        return prepared.scores(way(prepared))

    return scores
