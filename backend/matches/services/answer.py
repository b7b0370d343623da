"""A ranking: from a need's text and criteria to candidates with their reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from backend.directory.models import Passage, Profile
from backend.directory.selectors import current_affiliations
from backend.matches import engine, selectors
from backend.matches.selectors import Criteria
from backend.matches.selectors.versions import active_versions


@dataclass(frozen=True)
class Reason:
    """A passage that carried a match, as it stands in the profile today."""

    passage: Passage
    text: str
    language: str
    contribution: float
    shared_terms: tuple[str, ...]


@dataclass(frozen=True)
class Answered:
    """A candidate in an answer."""

    rank: int
    score: float
    profile: Profile
    reasons: list[Reason]
    shared_terms: tuple[str, ...]
    features: Mapping[str, float]


@dataclass(frozen=True)
class Answer:
    """A ranking. Nothing of it is stored."""

    language: str
    matches: list[Answered]
    excluded: list[dict]
    versions: tuple[engine.Version, ...]


def answer(
    *,
    text: str,
    language: str | None = None,
    k: int = 10,
    criteria: Criteria | None = None,
    sdgs: Sequence[str] = (),
    sectors: Sequence[str] = (),
) -> Answer:
    """Rank those who can help with what a text asks for.

    Raises ``EncoderUnavailable`` where the encoder process does not answer.
    """
    criteria = criteria or Criteria()
    versions = active_versions()
    question = engine.ask(text, language, versions)
    frequencies, passages, length = selectors.term_statistics(question.terms)
    hits = engine.rank(
        question,
        selectors.candidates(question, criteria, frequencies),
        engine.statistics(passages, length, frequencies),
        engine.Wanted(tuple(sdgs), tuple(sectors)),
        k,
    )
    excluded = selectors.excluded_counts(criteria)
    return Answer(question.language, _filled_in(hits), excluded, versions)


def _filled_in(hits: Sequence[Any]) -> list[Answered]:
    """The hits with profiles and quoted passages, in four queries whatever their number."""
    current = current_affiliations().select_related("institution")
    profiles = (
        Profile.objects.filter(pk__in=[hit.id for hit in hits])
        .select_related("country", "institution", "expert")
        .prefetch_related(Prefetch("expert__affiliations", current))
        .in_bulk()
    )
    quoted = [reason.passage.id for hit in hits for reason in hit.reasons]
    passages = Passage.objects.matchable().in_bulk(quoted)  # not what was hidden meanwhile
    return [
        Answered(
            rank,
            hit.score,
            profiles[UUID(hit.id)],
            [
                _reason(reason, passages[UUID(reason.passage.id)])
                for reason in hit.reasons
                if UUID(reason.passage.id) in passages
            ],
            hit.shared_terms,
            {**hit.features, "base": hit.base},
        )
        for rank, hit in enumerate((h for h in hits if UUID(h.id) in profiles), start=1)
    ]


def _reason(found: Any, passage: Passage) -> Reason:
    return Reason(
        passage, passage.text, found.language, found.contribution, tuple(found.shared_terms)
    )
