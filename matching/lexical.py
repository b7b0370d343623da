"""Shared terms: BM25 over the candidates' passages, in any script.

Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond".
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from matching.text import normalise, primary

TERMS_VERSION = "1"  # raised when `terms` would give other terms for the same text
K1, B = 1.2, 0.75
STEMMERS = {
    "ar": "arabic",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "pt": "portuguese",
    "ru": "russian",
}
WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")


@cache
def _stemmer(language: str):
    import snowballstemmer

    return snowballstemmer.stemmer(STEMMERS[language])


@cache
def _stopwords(language: str) -> frozenset[str]:
    import stopwordsiso

    words = stopwordsiso.stopwords(language) if stopwordsiso.has_lang(language) else ()
    return frozenset(fold(word) for word in words)


def fold(text: str) -> str:
    """Lower case, compatibility forms and marks (accents, Arabic vowels) taken away."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def surfaces(text: str, language: str | None) -> list[tuple[str, str]]:
    """Each term of the text with the word it was written as, in order."""
    code = primary(language)
    found: list[tuple[str, str]] = []
    for word in WORD.findall(normalise(text)):
        for part in re.split(f"({HAN.pattern})", word):
            if part:
                found += _han(part) if HAN.fullmatch(part) else _word(part, code)
    return found


def _han(run: str) -> list[tuple[str, str]]:
    """A run of Chinese characters as overlapping pairs; common function words are left out."""
    stop = _stopwords("zh")
    pairs = [run[i : i + 2] for i in range(len(run) - 1)] or [run]
    return [(pair, pair) for pair in pairs if pair not in stop]


@lru_cache(maxsize=100_000)  # stemming is slow, and words come again and again
def _word(word: str, language: str) -> tuple[tuple[str, str], ...]:
    folded = fold(word)
    if folded in _stopwords(language) or (len(folded) < 2 and not folded.isdigit()):
        return ()
    if language not in STEMMERS or any(c.isdigit() for c in folded):
        return ((folded, word),)
    return ((fold(_stemmer(language).stemWord(word.casefold())), word),)


def terms(text: str, language: str | None) -> Counter[str]:
    """The text's terms and how often each occurs: stems, numbers, pairs of Chinese characters."""
    return Counter(term for term, _ in surfaces(text, language))


@dataclass(frozen=True)
class Statistics:
    """What BM25 must know of all passages: how many, how long, and in how many a term occurs."""

    passages: int
    mean_length: float
    frequencies: Mapping[str, int]

    def idf(self, term: str) -> float:
        n = self.frequencies.get(term, 0)
        return math.log(1 + (self.passages - n + 0.5) / (n + 0.5))


def statistics(bags: Sequence[Counter[str]]) -> Statistics:
    frequencies: Counter[str] = Counter()
    for bag in bags:
        frequencies.update(bag.keys())
    total = sum(bag.total() for bag in bags)
    return Statistics(len(bags), total / len(bags) if bags else 0.0, frequencies)


@dataclass(frozen=True)
class Query:
    """A need's terms: as written, and each one's weight as a share of the most there is to get."""

    written: Mapping[str, str]
    weights: Mapping[str, float]
    mean_length: float

    def shares(self, bag: Mapping[str, int], length: int) -> dict[str, float]:
        """What each shared term of a passage adds.

        The sum lies in [0, 1): the length of the need and the size of the corpus do not move it.
        """
        damp = K1 * (1 - B + B * length / (self.mean_length or 1.0))
        return {
            term: self.weights[term] * bag[term] / (bag[term] + damp)
            for term in self.weights.keys() & bag.keys()
        }

    def shown(self, shared: Mapping[str, float], limit: int = 6) -> tuple[str, ...]:
        """Shared terms as the need wrote them, the telling ones first; bare numbers tell little."""
        ranked = sorted(shared, key=lambda term: (-shared[term], term))
        return tuple(self.written[term] for term in ranked if not term.isdigit())[:limit]


def query(text: str, language: str | None, stats: Statistics) -> Query:
    """A need's text, ready to be compared with passages."""
    written: dict[str, str] = {}
    for term, word in surfaces(text, language):
        written.setdefault(term, word)
    idf = {term: stats.idf(term) for term in sorted(written)}
    total = sum(idf.values()) or 1.0
    weights = {term: value / total for term, value in idf.items()}
    return Query(written, weights, stats.mean_length)
