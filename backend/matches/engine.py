"""The one door to the engine: encoders, corrections, terms and scores, for the database path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from django.conf import settings

from matching import Hit, Passage, affinity, correction, explain, lexical, ranker, text
from matching.encoders import Encoder, get_encoder, serves
from matching.features import share
from matching.service import EncoderUnavailable, RemoteEncoder, ping

__all__ = ["Encoder", "EncoderUnavailable"]

TERMS_VERSION = lexical.TERMS_VERSION


@cache
def encoder(name: str) -> Encoder:
    """The encoder of this name: the encoder process's, or one loaded here (``local``)."""
    if settings.ENCODER_ADDRESS == "local":
        return get_encoder(name)
    key = settings.ENCODER_KEY.encode() or None
    return RemoteEncoder(name, settings.ENCODER_ADDRESS, key)


def encoders() -> list[Encoder]:
    return [encoder(name) for name in settings.ENCODERS]


def fitted(one: Encoder) -> correction.Correction:
    return correction.load(one.name, one.version)


def versions() -> dict[str, str]:
    """What a ranking is made with, so that it can be told from a later one."""
    made_with = {one.name: f"{one.version} / {fitted(one).version}" for one in encoders()}
    return {**made_with, "terms": TERMS_VERSION, "ranker": ranker.shipped().version}


def detect(stated: str, content: str) -> str:
    """The language of a text: as stated, else detected."""
    return text.language_of(content, stated or None)


def terms(content: str, language: str) -> Mapping[str, int]:
    return lexical.terms(content, language)


def passage_vectors(
    one: Encoder, texts: Sequence[str], languages: Sequence[str]
) -> tuple[np.ndarray, np.ndarray]:
    """Vectors as encoded and as corrected, each of shape (texts, dimension)."""
    raw = one.encode(texts, "passage")
    return raw, recorrect(one, raw, languages)


def recorrect(one: Encoder, raw: np.ndarray, languages: Sequence[str]) -> np.ndarray:
    """The corrected vectors of those as encoded; nothing is encoded again."""
    return fitted(one).correct(raw, list(languages), "passage")


def stacked(vectors: Sequence, one: Encoder) -> np.ndarray:
    """Vectors as the database gives them, as one array of shape (vectors, dimension)."""
    rows = [np.asarray(vector.to_list(), np.float32) for vector in vectors]
    return np.stack(rows) if rows else np.zeros((0, one.dimension), np.float32)


@dataclass(frozen=True)
class Question:
    """A need's text ready to be asked: its language, and its corrected vector by encoder."""

    content: str
    language: str
    vectors: Mapping[str, np.ndarray]

    @property
    def terms(self) -> list[str]:
        return sorted(lexical.terms(self.content, self.language))


def ask(content: str, stated: str | None) -> Question:
    """Encode a need's text with every encoder that serves its language."""
    language = detect(stated or "", content)
    vectors = {
        one.name: fitted(one).correct(one.encode([content], "query"), [language], "query")[0]
        for one in encoders()
        if serves(one, language)
    }
    return Question(content, language, vectors)


@dataclass(slots=True)
class Candidate:
    """A profile as the database gives it: one entry per passage in each list.

    ``cosines`` by encoder, nan where the encoder does not serve the passage's language.
    """

    id: str
    passage_ids: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    years: list[int | None] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    cosines: dict[str, list[float]] = field(default_factory=dict)
    lengths: list[int] = field(default_factory=list)
    bags: list[dict[str, int]] = field(default_factory=list)
    sdgs: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wanted:
    """What besides the text is asked for, for the overlap features."""

    sdgs: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()


def rank(
    question: Question,
    candidates: Sequence[Candidate],
    stats: lexical.Statistics,
    wanted: Wanted,
    k: int,
) -> list[Hit]:
    """The ``k`` best candidates with their reasons, ties by id."""
    query = lexical.query(question.content, question.language, stats)
    model = ranker.shipped()
    similarities = _similarities(question, candidates)
    weighed = [
        explain.weigh(_evidence(candidate, similarity, query, wanted), model)
        for candidate, similarity in zip(candidates, similarities, strict=True)
    ]
    return [explain.show(one, query, model) for one in explain.best_first(weighed, k)]


def _similarities(question: Question, candidates: Sequence[Candidate]) -> list[np.ndarray]:
    """Standard deviations above chance of every passage, for all candidates in one go."""
    languages = [code for candidate in candidates for code in candidate.languages]
    found = []
    for name in question.vectors:
        cosines = np.array([c for one in candidates for c in one.cosines[name]], float)
        found.append(fitted(encoder(name)).standardise(cosines, question.language, languages))
    together = affinity.combine(found) if found else np.zeros(len(languages))
    sizes = np.cumsum([len(candidate.languages) for candidate in candidates])
    return np.split(together, sizes[:-1]) if len(candidates) else []


def _evidence(
    candidate: Candidate, similarity: np.ndarray, query: lexical.Query, wanted: Wanted
) -> explain.Evidence:
    passages = [
        Passage("", language, kind, year, identifier)
        for language, kind, year, identifier in zip(
            candidate.languages,
            candidate.kinds,
            candidate.years,
            candidate.passage_ids,
            strict=True,
        )
    ]
    shared = [
        query.shares(bag, length)
        for bag, length in zip(candidate.bags, candidate.lengths, strict=True)
    ]
    features = {
        "sdgs": share(wanted.sdgs, candidate.sdgs),
        "sectors": share(wanted.sectors, candidate.sectors),
    }
    return explain.Evidence(candidate.id, passages, similarity, shared, features)


def statistics(passages: int, total_length: int, frequencies: Mapping[str, int]):
    """What BM25 must know of all passages."""
    return lexical.Statistics(passages, total_length / passages if passages else 0.0, frequencies)


def local_when_alone() -> bool:
    """For the command line: load the models here where no encoder process answers."""
    if settings.ENCODER_ADDRESS == "local" or ping(encoders()[0]):
        return False
    settings.ENCODER_ADDRESS = "local"
    encoder.cache_clear()
    return True


def answers() -> bool:
    """Whether the first encoder gives a vector: part of being ready."""
    return ping(encoders()[0])
