"""Results of a ranking as rows: what is kept of candidates, panel and the question asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from backend.directory.models import Passage
from backend.matches.models import Match, MatchRun, PanelMember
from backend.matches.services.answer import Answer
from backend.matches.services.quoting import Answered
from backend.matches.services.quoting import PanelMember as PanelMemberFound


def keep_results(run: MatchRun, question: Mapping[str, Any], found: Answer) -> None:
    """Candidates and panel as rows, and in the run's own what was asked and with what.

    The question is kept as it was: the need may be another by the time the ranking is looked at.
    """
    Match.objects.bulk_create([_match(run, one) for one in found.matches])
    members = enumerate(found.panel or [], start=1)
    PanelMember.objects.bulk_create([_member(run, place, one) for place, one in members])
    MatchRun.objects.filter(pk=run.pk).update(
        parameters={
            **run.parameters,
            **question,
            "criteria": question["criteria"].as_json(),
            "need_version": run.need.version,
        },
        versions=found.versions,
        excluded=found.excluded,
        line=found.line,
        missing=[{"facet": one.facet, "text": one.text} for one in found.missing],
    )


def quote(reasons: Sequence[Sequence[Mapping[str, Any]]]) -> list[list[dict[str, Any]]]:
    """Reasons that name passages alone, with the passages as they stand today: one query.

    What was hidden or removed meanwhile is left out.
    """
    named = {one["passage_id"] for own in reasons for one in own}
    passages = Passage.objects.matchable().in_bulk(named)
    known = {str(pk): passage for pk, passage in passages.items()}
    return [
        [
            {**quoted(known[one["passage_id"]], one["language"]), **one}
            for one in own
            if one["passage_id"] in known
        ]
        for own in reasons
    ]


def quoted(passage: Passage, language: str) -> dict[str, Any]:
    return {
        "passage_id": str(passage.pk),
        "passage": passage.text,
        "kind": passage.kind,
        "year": passage.year,
        "attestation": passage.attestation,
        "language": language,
    }


def named(hit_reasons: Iterable[Any]) -> list[dict[str, Any]]:
    """Reasons of the engine by the passages' ids, to be quoted later."""
    return [
        {
            "passage_id": str(UUID(one.passage.id)),
            "language": one.language,
            "contribution": one.contribution,
            "shared_terms": list(one.shared_terms),
        }
        for one in hit_reasons
    ]


def _match(run: MatchRun, one: Answered) -> Match:
    """A match keeps the passages it quoted, whatever becomes of the profile."""
    return Match(
        run=run,
        profile=one.profile,
        rank=one.rank,
        score=one.score,
        reasons=[
            {
                **quoted(reason.passage, reason.language),
                "contribution": reason.contribution,
                "shared_terms": list(reason.shared_terms),
            }
            for reason in one.reasons
        ],
        shared_terms=list(one.shared_terms),
        features=dict(one.features),
        values=dict(one.values),
    )


def _member(run: MatchRun, place: int, one: PanelMemberFound) -> PanelMember:
    covers = [
        {
            "facet": cover.facet,
            "text": cover.text,
            **quoted(cover.passage, cover.language),
            "coverage": cover.coverage,
        }
        for cover in one.covers
    ]
    return PanelMember(run=run, profile=one.profile, place=place, score=one.score, covers=covers)
