"""Hits with the profiles and passages that they name, as these stand today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from backend.common.gists import gists_for_reader
from backend.directory.models import Passage, PassageGist, Profile
from backend.directory.selectors import current_affiliations


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
class Rows:
    """The profiles and quoted passages of an answer, by id."""

    profiles: Mapping[UUID, Profile]
    passages: Mapping[UUID, Passage]


def rows_of(hits: Sequence[Any], members: Sequence[Any]) -> Rows:
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
    return Rows(profiles, passages)


def filled_in(hits: Sequence[Any], rows: Rows) -> list[Answered]:
    """The hits with profiles and quoted passages."""
    return [
        Answered(
            rank,
            hit.score,
            rows.profiles[UUID(hit.id)],
            [
                reason_of(
                    reason, rows.passages[UUID(reason.passage.id)], rows.profiles[UUID(hit.id)]
                )
                for reason in hit.reasons
                if UUID(reason.passage.id) in rows.passages
            ],
            hit.shared_terms,
            {**hit.features, "base": hit.base},
            hit.values,
        )
        for rank, hit in enumerate((h for h in hits if UUID(h.id) in rows.profiles), start=1)
    ]


def reason_of(found: Any, passage: Passage, profile: Profile) -> Reason:
    shared = tuple(found.shared_terms)
    return Reason(passage, passage.text, found.language, found.contribution, shared, profile)


def members_of(found: Sequence[Any], rows: Rows) -> list[PanelMember]:
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
