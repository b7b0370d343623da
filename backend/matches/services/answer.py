"""A ranking: from a need's text and criteria to candidates with their reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.utils import timezone

from backend.common.gists import gists_for_reader
from backend.directory.models import Passage, PassageGist, Profile
from backend.directory.selectors import current_affiliations
from backend.matches import engine, selectors
from backend.matches.selectors import Criteria
from backend.matches.selectors.versions import active_versions

CLOSEST = 3  # of whom it is said what they don't cover, where nobody is likely to help


@dataclass(frozen=True)
class Reason:
    """A passage that carried a match, as it stands in the profile today."""

    passage: Passage
    text: str
    language: str
    contribution: float
    shared_terms: tuple[str, ...]
    profile: Profile


@dataclass(frozen=True)
class Answered:
    """A candidate in an answer."""

    rank: int
    score: float
    profile: Profile
    reasons: list[Reason]
    shared_terms: tuple[str, ...]
    features: Mapping[str, float]
    values: Mapping[str, float]


@dataclass(frozen=True)
class Cover:
    """An aspect of the need (a facet, or a sentence of it), and the passage that covers it."""

    facet: str
    text: str
    passage: Passage
    language: str
    coverage: float


@dataclass(frozen=True)
class PanelMember:
    """One of a few who cover the need together, with what this one covers best."""

    profile: Profile
    score: float
    covers: list[Cover]


@dataclass(frozen=True)
class Answer:
    """A ranking. Nothing of it is stored. ``panel`` is None where none was asked for.

    ``line`` is the score from which on a candidate is likely to be able to help. Where nobody
    reaches it, ``missing`` names the aspects of the need that those who come closest don't cover.
    """

    language: str
    matches: list[Answered]
    excluded: list[dict]
    versions: Mapping[str, str] = field(default_factory=dict)
    panel: list[PanelMember] | None = None
    line: float = 0.0
    missing: list[engine.Aspect] = field(default_factory=list)

    @property
    def nobody(self) -> bool:
        """Whether nobody is likely to be able to help."""
        return not any(one.score >= self.line for one in self.matches)


def answer(
    *,
    text: str,
    language: str | None = None,
    k: int = 10,
    criteria: Criteria | None = None,
    sdgs: Sequence[str] = (),
    sectors: Sequence[str] = (),
    panel: int | None = None,
    facets: Mapping[str, str] | None = None,
    country: str | None = None,
) -> Answer:
    """Rank those who can help with what a text asks for.

    ``country`` is where the work is to be done; it leaves nobody out.
    ``facets``: parts of the need that are to be covered, by name; who covers them stands higher.
    ``panel``: how many are to cover them together; without facets, the text's sentences.
    Raises ``EncoderUnavailable`` where the encoder process does not answer.
    """
    criteria = criteria or Criteria()
    versions = active_versions()
    aspects = engine.aspects_of(text, facets or {}) if panel else engine.facets_of(facets or {})
    question = engine.ask(text, language, versions, aspects)
    stats = selectors.term_statistics(question.terms)
    candidates = selectors.candidates(question, criteria, stats)
    cosines = selectors.aspect_cosines(question, [one.id or "" for one in candidates.passages])
    today = timezone.now().date()
    places = selectors.places(today)
    ranker = engine.active_ranker()
    hits = engine.rank(
        question,
        candidates,
        selectors.facts(candidates.ids, places, today),
        engine.coverage(question, candidates, cosines),
        stats,
        engine.Wanted(
            tuple(sdgs), tuple(sectors), criteria.languages, places.get(country or ""), today
        ),
        max(k, engine.POOL) if panel else k,
        ranker,
    )
    members = engine.panel(question, hits, candidates, cosines, panel) if panel else []
    rows = _rows(hits[:k], members)
    missing: list[engine.Aspect] = []
    if hits and hits[0].score < ranker.line:
        if not aspects:
            question = engine.ask(text, language, versions, engine.aspects_of(text, {}))
            cosines = cosines_of(hits, question, candidates)
        missing = engine.uncovered(engine.panel(question, hits, candidates, cosines, CLOSEST))
    return Answer(
        question.language,
        _filled_in(hits[:k], rows),
        selectors.excluded_counts(criteria),
        engine.made_with(versions, ranker),
        _members(members, rows) if panel else None,
        ranker.line,
        missing,
    )


def cosines_of(
    hits: Sequence[Any], question: engine.Question, candidates: engine.Candidates
) -> dict[engine.Version, dict[str, Any]]:
    """Of the best alone, whose passages are few."""
    best = [hit.id for hit in hits[: engine.POOL]]
    passages = [one.id or "" for pk in best for one in candidates.passages[candidates.rows_of(pk)]]
    return selectors.aspect_cosines(question, passages)


@dataclass(frozen=True)
class _Rows:
    """The profiles and quoted passages of an answer, by id."""

    profiles: Mapping[UUID, Profile]
    passages: Mapping[UUID, Passage]


def _rows(hits: Sequence[Any], members: Sequence[Any]) -> _Rows:
    """Five queries, whatever the number of candidates."""
    current = current_affiliations().select_related("institution")
    profiles = (
        Profile.objects.filter(pk__in={one.id for one in [*hits, *members]})
        .select_related("country", "institution", "expert")
        .prefetch_related(Prefetch("expert__affiliations", current))
        .in_bulk()
    )
    quoted = {reason.passage.id for hit in hits for reason in hit.reasons}
    quoted |= {cover.passage.id for member in members for cover in member.covers}
    shown = Passage.objects.matchable()  # not what was hidden meanwhile
    passages = shown.prefetch_related(gists_for_reader(PassageGist)).in_bulk(quoted)
    return _Rows(profiles, passages)


def _filled_in(hits: Sequence[Any], rows: _Rows) -> list[Answered]:
    """The hits with profiles and quoted passages."""
    return [
        Answered(
            rank,
            hit.score,
            rows.profiles[UUID(hit.id)],
            [
                _reason(reason, rows.passages[UUID(reason.passage.id)], rows.profiles[UUID(hit.id)])
                for reason in hit.reasons
                if UUID(reason.passage.id) in rows.passages
            ],
            hit.shared_terms,
            {**hit.features, "base": hit.base},
            hit.values,
        )
        for rank, hit in enumerate((h for h in hits if UUID(h.id) in rows.profiles), start=1)
    ]


def _reason(found: Any, passage: Passage, profile: Profile) -> Reason:
    shared = tuple(found.shared_terms)
    return Reason(passage, passage.text, found.language, found.contribution, shared, profile)


def _members(found: Sequence[Any], rows: _Rows) -> list[PanelMember]:
    return [
        PanelMember(
            rows.profiles[UUID(member.id)],
            member.score,
            [
                _cover(cover, rows.passages[UUID(cover.passage.id)])
                for cover in member.covers
                if UUID(cover.passage.id) in rows.passages
            ],
        )
        for member in found
        if UUID(member.id) in rows.profiles
    ]


def _cover(found: Any, passage: Passage) -> Cover:
    aspect, language = found.aspect, found.passage.language
    return Cover(aspect.facet, aspect.text, passage, language, found.coverage)
