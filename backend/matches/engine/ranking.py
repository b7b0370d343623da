"""Languages, terms and scores, for the database path."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from backend.matches.engine.encoders import Version, encoder, fitted
from backend.matches.engine.rankers import active_ranker
from matching import Hit, Passage, affinity, claims, explain, lexical, text
from matching.encoders import serves
from matching.features import of_passages, overlaps
from matching.lexical import Statistics
from matching.ranker import LinearRanker
from matching.types import Aspect, Need, Place, Profile

# A passage's terms and amounts are read and kept together.
TERMS_VERSION = f"{lexical.TERMS_VERSION}.{claims.QUANTITIES_VERSION}"


def made_with(versions: Iterable[Version], model: LinearRanker) -> dict[str, str]:
    """What a ranking is made with, so that it can be told from a later one."""
    of_encoders = {one.encoder: f"{one.encoder_version} / {one.correction}" for one in versions}
    return {**of_encoders, "terms": TERMS_VERSION, "ranker": model.version}


def detect(stated: str, content: str) -> str:
    """The language of a text: as stated, else detected."""
    return text.language_of(content, stated or None)


def terms(content: str, language: str) -> Mapping[str, int]:
    return lexical.terms(content, language)


def quantities(content: str, language: str) -> list[claims.Quantity]:
    """The amounts a text names, to be kept beside its terms."""
    return list(claims.quantities(content, language))


def directions(version: Version) -> list[np.ndarray]:
    """What a raw vector of this version is multiplied with to read its claims; may be none."""
    probes = claims.load(version.encoder, version.encoder_version)
    return [probes.directions[name] for name in claims.OF_PASSAGES] if probes else []


@dataclass(frozen=True)
class Question:
    """A need's text ready to be asked: its language, and its corrected vector by version.

    ``asked`` is what passages' claims are held against. ``aspect_vectors`` by version: one row for
    each aspect that a panel must cover.
    """

    content: str
    language: str
    terms: frozenset[str]
    vectors: Mapping[Version, np.ndarray]
    asked: claims.Asked
    aspects: tuple[Aspect, ...] = ()
    aspect_vectors: Mapping[Version, np.ndarray] = field(default_factory=dict)


def ask(
    content: str, stated: str | None, versions: Iterable[Version], aspects: Sequence[Aspect] = ()
) -> Question:
    """Encode a need's text, and its aspects, with each of these that serves its language."""
    language = detect(stated or "", content)
    texts = [content, *(aspect.text for aspect in aspects)]
    raw = {
        one: encoder(one).encode(texts, "query")
        for one in versions
        if serves(encoder(one), language)
    }
    vectors = {
        one: fitted(one).correct(rows, [language] * len(texts), "query")
        for one, rows in raw.items()
    }
    return Question(
        content,
        language,
        frozenset(lexical.terms(content, language)),
        {name: rows[0] for name, rows in vectors.items()},
        claims.ask(content, language, [(encoder(one), rows[0]) for one, rows in raw.items()]),
        tuple(aspects),
        {name: rows[1:] for name, rows in vectors.items()},
    )


@dataclass(slots=True)
class Candidate:
    """A profile as the database gives it: one entry per passage in each list.

    ``facts`` are further fields of the engine's ``Profile``.
    ``cosines`` by version, nan where the encoder does not serve the passage's language;
    ``products`` by version, raw vectors by its ``directions``.
    """

    id: str
    passage_ids: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    years: list[int | None] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    attestations: list[str] = field(default_factory=list)
    cosines: dict[Version, list[float]] = field(default_factory=dict)
    products: dict[Version, list[list[float]]] = field(default_factory=dict)
    quantities: list[list] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    bags: list[dict[str, int]] = field(default_factory=list)
    sdgs: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def profile(self) -> Profile:
        """For the features; its passages are compared here, not there."""
        return Profile(self.id, sdgs=self.sdgs, sectors=self.sectors, **self.facts)


@dataclass(frozen=True)
class Wanted:
    """What besides the text is asked for, for the features."""

    sdgs: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    place: Place | None = None
    asked_on: datetime.date | None = None

    def need(self, question: Question) -> Need:
        return Need(
            "",
            question.content,
            question.language,
            languages=self.languages,
            sdgs=self.sdgs,
            sectors=self.sectors,
            place=self.place,
            asked_on=self.asked_on,
        )


def rank(
    question: Question,
    candidates: Sequence[Candidate],
    stats: Statistics,
    wanted: Wanted,
    k: int,
    model: LinearRanker | None = None,
) -> list[Hit]:
    """The ``k`` best candidates with their reasons, ties by id, by the ranker in use."""
    query = lexical.query(question.content, question.language, stats)
    model = model or active_ranker()
    need = wanted.need(question)
    seen = zip(
        candidates, _similarities(question, candidates), _claims(question, candidates), strict=True
    )
    weighed = [
        explain.weigh(_evidence(candidate, similarity, told, query, need), model)
        for candidate, similarity, told in seen
    ]
    return [explain.show(one, query, model) for one in explain.best_first(weighed, k)]


def _similarities(question: Question, candidates: Sequence[Candidate]) -> list[np.ndarray]:
    """Standard deviations above chance of every passage, for all candidates in one go."""
    languages = [code for candidate in candidates for code in candidate.languages]
    found = []
    for version in question.vectors:
        cosines = np.array([c for one in candidates for c in one.cosines[version]], float)
        found.append(fitted(version).standardise(cosines, question.language, languages))
    together = affinity.combine(found) if found else np.zeros(len(languages))
    return [together[rows] for rows in _rows(candidates)]


def _claims(question: Question, candidates: Sequence[Candidate]) -> list[list[Mapping[str, float]]]:
    """How what each passage claims agrees with what is asked for, for all in one go."""
    amounts = [amount for one in candidates for amount in one.quantities]
    together = claims.agreements(question.asked, amounts, _readings(question, candidates))
    return [together[rows] for rows in _rows(candidates)]


def _readings(question: Question, candidates: Sequence[Candidate]) -> np.ndarray:
    """The probes' logits of all passages, nan where nothing was read."""
    passages = sum(len(one.quantities) for one in candidates)
    found = np.full((passages, len(claims.OF_PASSAGES)), np.nan)
    for version in question.vectors:
        probes = claims.load(version.encoder, version.encoder_version)
        if probes and passages:
            biases = np.array([probes.biases[name] for name in claims.OF_PASSAGES])
            products = [row for one in candidates for row in one.products[version]]
            found = np.where(np.isnan(found), np.array(products, float) + biases, found)
    return found


def _rows(candidates: Sequence[Candidate]) -> list[slice]:
    """Where each candidate's passages stand among those of all."""
    ends = list(itertools.accumulate(len(one.languages) for one in candidates))
    return [slice(start, end) for start, end in zip([0, *ends], ends, strict=False)]


def _evidence(
    candidate: Candidate,
    similarity: np.ndarray,
    told: Sequence[Mapping[str, float]],
    query: lexical.Query,
    need: Need,
) -> explain.Evidence:
    shared = [
        query.shares(bag, length)
        for bag, length in zip(candidate.bags, candidate.lengths, strict=True)
    ]
    passages = passages_of(candidate)
    return explain.Evidence(
        candidate.id,
        passages,
        similarity,
        shared,
        overlaps(need, candidate.profile),
        of_passages(need, passages),
        told,
    )


def passages_of(candidate: Candidate) -> list[Passage]:
    """Its passages without their texts, which the engine does not need again."""
    columns = zip(
        candidate.languages,
        candidate.kinds,
        candidate.years,
        candidate.passage_ids,
        candidate.attestations,
        strict=True,
    )
    return [Passage("", *values) for values in columns]


def statistics(passages: int, total_length: int, frequencies: Mapping[str, int]) -> Statistics:
    """What BM25 must know of all passages."""
    return Statistics(passages, total_length / passages if passages else 0.0, frequencies)
