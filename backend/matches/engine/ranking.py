"""Scores and reasons, for the database path."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from backend.matches.engine.candidates import Candidates, Wanted
from backend.matches.engine.encoders import Version, fitted
from backend.matches.engine.question import TERMS_VERSION, Question
from backend.matches.engine.rankers import active_ranker
from matching import Hit, affinity, claims, explain, lexical
from matching.features import MIDDLE, of_candidates, of_passages
from matching.lexical import Statistics
from matching.ranker import LinearRanker
from matching.types import Need, Profile

OPEN = ("coverage", "freshness", "attestation")  # of a single text, where nothing is known
Facts = Mapping[str, Mapping[str, Any]]  # by candidate's id further fields of ``Profile``


def made_with(versions: Iterable[Version], model: LinearRanker) -> dict[str, str]:
    """What a ranking is made with, so that it can be told from a later one."""
    made: dict[str, str] = {}
    for one in versions:
        made[one.encoder] = f"{one.encoder_version} / {one.correction}"
        if probes := claims.load(one.encoder, one.encoder_version):
            made["claims"] = probes.version
    return {**made, "terms": TERMS_VERSION, "ranker": model.version}


def rank(
    question: Question,
    candidates: Candidates,
    facts: Facts,
    coverage: np.ndarray,
    stats: Statistics,
    wanted: Wanted,
    k: int,
    model: LinearRanker | None = None,
    also: Collection[str] = (),
) -> list[Hit]:
    """The ``k`` best candidates with their reasons, ties by id, by the ranker in use.

    ``coverage``: how much of the need's facets each candidate covers, shape (candidates,).
    ``also``: these follow, whatever their place.
    """
    query = lexical.query(question.content, question.language, stats)
    model = model or active_ranker()
    evidence = _evidence(question, candidates, facts, coverage, query, wanted.need(question))
    weighed = explain.weigh(evidence, model)
    best = weighed.best_first(k)
    others = {i for i, pk in enumerate(candidates.ids) if pk in also} - set(best)
    chosen = [*best, *weighed.best_first(among=others)]
    return [explain.show(weighed, i, query, model) for i in chosen]


def likely(
    question: Question,
    candidates: Candidates,
    facts: Facts,
    coverage: np.ndarray,
    stats: Statistics,
    wanted: Wanted,
    closest: int,
) -> tuple[int, list[Hit]]:
    """How many candidates reach the line, and the ``closest``, best first, without reasons."""
    query = lexical.query(question.content, question.language, stats)
    model = active_ranker()
    evidence = _evidence(question, candidates, facts, coverage, query, wanted.need(question))
    weighed = explain.weigh(evidence, model)
    best = [Hit(candidates.ids[i], float(weighed.scores[i])) for i in weighed.best_first(closest)]
    return int((weighed.scores >= model.line).sum()), best


def alike(
    question: Question, candidates: Candidates, facts: Facts, stats: Statistics, k: int
) -> list[Hit]:
    """The ``k`` needs most like the question, scored as candidates are.

    What they claim is left aside: every need seeks, which in a passage speaks against it.
    """
    query = lexical.query(question.content, question.language, stats)
    model = active_ranker()
    covered = np.full(len(candidates.ids), MIDDLE)
    evidence = _evidence(question, candidates, facts, covered, query, Wanted().need(question))
    weighed = explain.weigh(replace(evidence, claims={}), model)
    return [explain.show(weighed, i, query, model) for i in weighed.best_first(k)]


@dataclass(frozen=True)
class AlikeScale:
    """``alike`` as a formula, for many texts that ask at once: the logit of one text found is
    ``base + affinity × z + shared × (part of the asking text's terms)``, where z is in standard
    deviations above chance and a term found ``n`` times counts ``n / (n + damp)``, with ``damp =
    k1 × (1 - b + b × length / mean length)``. It is likely from ``line`` on."""

    base: float
    affinity: float
    shared: float
    line: float
    k1: float
    b: float


def alike_scale() -> AlikeScale:
    """Of a text of which nothing is known but what it says."""
    model = active_ranker()
    neutral = of_candidates(Need("", "", "und"), [Profile("")])
    known = {name: float(one[0]) for name, one in neutral.items()} | dict.fromkeys(OPEN, MIDDLE)
    return AlikeScale(
        model.bias + sum(model.weights[name] * value for name, value in known.items()),
        model.weights["affinity"],
        model.weights["shared_terms"],
        math.log(model.line / (1 - model.line)),
        lexical.K1,
        lexical.B,
    )


def _evidence(
    question: Question,
    candidates: Candidates,
    facts: Facts,
    coverage: np.ndarray,
    query: lexical.Query,
    need: Need,
) -> explain.Evidence:
    # For the features; their passages are compared here, not there.
    profiles = [Profile(one, **facts.get(one, {})) for one in candidates.ids]
    terms = zip(candidates.bags, candidates.lengths, strict=True)
    return explain.Evidence(
        candidates.ids,
        candidates.by,
        candidates.passages,
        _similarity(question, candidates),
        [query.shares(bag, length) for bag, length in terms],
        {**of_candidates(need, profiles), "coverage": coverage},
        of_passages(need, candidates.passages),
        claimed(question, candidates),
    )


def claimed(question: Question, candidates: Candidates) -> Mapping[str, np.ndarray]:
    """How what each passage claims agrees with the question, by feature."""
    readings = _readings(question, candidates)
    return claims.agreements(question.asked, candidates.quantities, readings)


def _similarity(question: Question, candidates: Candidates) -> np.ndarray:
    """Standard deviations above chance of every passage."""
    languages = candidates.languages
    found = [
        fitted(version).standardise(candidates.cosines[version], question.language, languages)
        for version in question.vectors
    ]
    return affinity.combine(found) if found else np.zeros(len(languages))


def _readings(question: Question, candidates: Candidates) -> np.ndarray:
    """The probes' logits of all passages, nan where nothing was read."""
    found = np.full((len(candidates.passages), len(claims.OF_PASSAGES)), np.nan)
    for version in question.vectors:
        if probes := claims.load(version.encoder, version.encoder_version):
            biases = np.array([probes.biases[name] for name in claims.OF_PASSAGES])
            found = np.where(np.isnan(found), candidates.products[version] + biases, found)
    return found


def statistics(passages: int, total_length: int, frequencies: Mapping[str, int]) -> Statistics:
    """What BM25 must know of all passages."""
    return Statistics(passages, total_length / passages if passages else 0.0, frequencies)
