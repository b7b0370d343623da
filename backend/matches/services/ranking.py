"""Scores: from what is asked to candidates with reasons, of one need or of many at once."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import numpy as np
from django.utils import timezone

from backend.matches import engine, selectors
from backend.matches.selectors import Criteria
from backend.matches.selectors.versions import active_versions

CLOSEST = 3  # of whom it is said what they don't cover, where nobody is likely to help
Cosines = Mapping[engine.Version, Mapping[str, np.ndarray]]


@dataclass(frozen=True)
class Inquiry:
    """What is asked: a need's text and what goes with it.

    ``country`` is where the work is to be done; it leaves nobody out. ``facets``: parts of the
    need that are to be covered, by name; who covers them stands higher.
    """

    text: str
    language: str | None = None
    criteria: Criteria = field(default_factory=Criteria)
    sdgs: Sequence[str] = ()
    sectors: Sequence[str] = ()
    facets: Mapping[str, str] = field(default_factory=dict)
    country: str | None = None


@dataclass(frozen=True)
class Ranking:
    """The best candidates for an inquiry, as the engine has them: ``hits``, the best first."""

    inquiry: Inquiry
    question: engine.Question
    candidates: engine.Candidates
    cosines: Cosines
    hits: list[Any]
    ranker: engine.LinearRanker
    versions: tuple[engine.Version, ...]

    def missing(self) -> list[engine.Aspect]:
        """Where nobody is likely to help: what those who come closest do not cover."""
        if not self.hits or self.hits[0].score >= self.ranker.line:
            return []
        question, cosines = self.question, self.cosines
        if not question.aspects:
            aspects = engine.aspects_of(self.inquiry.text, {})
            question = engine.ask(self.inquiry.text, self.inquiry.language, self.versions, aspects)
            cosines = cosines_of(self.hits, question, self.candidates)
        panel = engine.panel(question, self.hits, self.candidates, cosines, CLOSEST)
        return engine.uncovered(panel)


def rank(
    inquiries: Sequence[Inquiry],
    k: int,
    *,
    sentences: bool = False,
    also: Collection[UUID] = (),
) -> list[Ranking]:
    """The ``k`` best for each. All texts are encoded together, and what is known of candidates is
    read together: each further inquiry costs the queries that look for its own candidates.

    ``sentences``: where there are no facets, a text's sentences are its aspects. ``also``: these
    profiles follow the best, whatever their place, where no hard rule leaves them out.
    Raises ``EncoderUnavailable`` where the encoder process does not answer.
    """
    versions = active_versions()
    questions = engine.ask_all([_asking(one, sentences) for one in inquiries], versions)
    statistics = selectors.term_statistics([one.terms for one in questions])
    asked = list(zip(inquiries, questions, statistics, strict=True))
    candidates = [selectors.candidates(q, one.criteria, stats, also) for one, q, stats in asked]
    today = timezone.now().date()
    places = selectors.places(today)
    everybody = {pk: None for found in candidates for pk in found.ids}
    facts = selectors.facts(list(everybody), places, today)
    ranker, others = engine.active_ranker(), {str(pk) for pk in also}
    rankings = []
    for (one, question, stats), found in zip(asked, candidates, strict=True):
        wanted = _wanted(one, places, today)
        cosines = selectors.aspect_cosines(question, [p.id or "" for p in found.passages])
        covered = engine.coverage(question, found, cosines)
        hits = engine.rank(question, found, facts, covered, stats, wanted, k, ranker, others)
        rankings.append(Ranking(one, question, found, cosines, hits, ranker, versions))
    return rankings


def cosines_of(
    hits: Sequence[Any], question: engine.Question, candidates: engine.Candidates
) -> Cosines:
    """Of the best alone, whose passages are few."""
    best = [hit.id for hit in hits[: engine.POOL]]
    passages = [one.id or "" for pk in best for one in candidates.passages[candidates.rows_of(pk)]]
    return selectors.aspect_cosines(question, passages)


def _asking(one: Inquiry, sentences: bool) -> engine.Asking:
    facets = one.facets or {}
    found = engine.aspects_of(one.text, facets) if sentences else engine.facets_of(facets)
    return engine.Asking(one.text, one.language, tuple(found))


def _wanted(
    one: Inquiry, places: Mapping[str, engine.Place], today: datetime.date
) -> engine.Wanted:
    place = places.get(one.country or "")
    sdgs, sectors = tuple(one.sdgs), tuple(one.sectors)
    return engine.Wanted(sdgs, sectors, one.criteria.languages, place, today)
