"""Many needs at once: each is ranked once, to a depth at which they can be held together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.db.models.functions import Now

from backend.accounts.models import User
from backend.directory.models import Profile
from backend.matches import engine
from backend.matches.models import MatchRun
from backend.matches.selectors import Criteria
from backend.matches.services.answer import Answer, answers_of
from backend.matches.services.keeping import keep_results, named
from backend.matches.services.questions import question_of
from backend.matches.services.ranking import Inquiry, Ranking, rank
from backend.needs.models import Need

K = 50  # of each need that are kept as of any ranking


@dataclass(frozen=True)
class Scored:
    """A candidate for a need: the score, the passages that carried it (by their ids, with their
    language and what they added), and how well each of the need's facets is covered."""

    profile: UUID
    score: float
    reasons: list[dict[str, Any]]
    facets: tuple[float, ...]


@dataclass(frozen=True)
class RankedNeed:
    """A need with its candidates, best first; ``found`` holds the best of them in full."""

    need: Need
    question: dict[str, Any]
    found: Answer
    facets: tuple[str, ...]
    candidates: list[Scored]


def rank_needs(
    *, needs: Sequence[Need], depth: int, profiles: Sequence[UUID] = ()
) -> list[RankedNeed]:
    """The ``depth`` best experts for each need, in the order of the needs.

    ``profiles``: these are scored too, whatever their rank, where no hard rule leaves them out.
    Raises ``EncoderUnavailable`` where the encoder process does not answer.
    """
    prefetch_related_objects(list(needs), "expert_languages", "sdgs", "sectors")
    questions = [_for_experts(question_of(one)) for one in needs]
    rankings = rank([Inquiry(**one) for one in questions], depth, also=profiles)
    found = answers_of(rankings, K)
    return [_ranked(*parts) for parts in zip(needs, questions, rankings, found, strict=True)]


@transaction.atomic
def keep_ranking(*, ranked: RankedNeed, by: User | None) -> MatchRun:
    """As a ranking that was asked for alone and is done."""
    run = MatchRun.objects.create(
        need=ranked.need,
        requested_by=by,
        parameters={"k": K},
        status=MatchRun.Status.DONE,
        progress=100,
        finished_at=Now(),
    )
    keep_results(run, ranked.question, ranked.found)
    return run


def _for_experts(question: dict[str, Any]) -> dict[str, Any]:
    criteria: Criteria = question["criteria"]
    return {**question, "criteria": replace(criteria, kinds=(Profile.Kind.EXPERT.value,))}


def _ranked(need: Need, question: dict[str, Any], one: Ranking, found: Answer) -> RankedNeed:
    facets, covered = engine.facet_coverage(one.question, one.candidates, one.cosines)
    at = {pk: row for row, pk in enumerate(one.candidates.ids)}
    scored = [
        Scored(UUID(hit.id), hit.score, named(hit.reasons), tuple(covered[at[hit.id]].tolist()))
        for hit in one.hits
    ]
    return RankedNeed(need, question, found, facets, scored)
