"""Rankings kept: asked for, claimed with a lease, finished with a fence, swept when left behind."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import Now

from backend.accounts.models import User
from backend.common.queue import enqueue
from backend.directory.models import Passage
from backend.matches import engine
from backend.matches.models import Match, MatchRun, PanelMember
from backend.matches.selectors import Criteria
from backend.matches.services.answer import Answer, Answered, answer
from backend.matches.services.answer import PanelMember as PanelMemberFound
from backend.needs.models import Need

log = structlog.get_logger(__name__)
K = 50  # candidates kept per ranking


@transaction.atomic
def request_run(
    *, need: Need, by: User | AnonymousUser | None, k: int = K, panel: int | None = None
) -> MatchRun:
    """Ask for a ranking, and for a panel of so many out of it where one is wanted.

    The row is what counts; the message only hurries it along.
    """
    parameters = {"k": k, "panel": panel} if panel else {"k": k}
    run = MatchRun.objects.create(
        need=need, requested_by=by if isinstance(by, User) else None, parameters=parameters
    )
    enqueue("matches.perform_run", run.pk)
    return run


def perform_run(*, run_id: UUID) -> bool:
    """Claim a ranking, make it and store it. False where it is gone, done or another's."""
    run = _claim(run_id)
    if run is None:
        return False
    question = question_of(run.need)
    try:
        found = answer(**question, k=run.parameters.get("k", K), panel=run.parameters.get("panel"))
    except engine.EncoderUnavailable:
        _release(run)  # else it would wait for its lease to run out
        return False
    return _finish(run, question, found)


def sweep_runs() -> int:
    """Send overdue rankings again, and fail those whose workers keep dying."""
    overdue = MatchRun.objects.claimable().filter(created_at__lt=Now() - timedelta(seconds=5))
    overdue.filter(_last_crash()).update(
        status=MatchRun.Status.FAILED,
        crashes=settings.RUN_ATTEMPTS,
        error="attempts",
        finished_at=Now(),
        version=F("version") + 1,
    )
    waiting = list(overdue.order_by("pk").values_list("pk", flat=True)[:500])
    for pk in waiting:
        enqueue("matches.perform_run", pk)
    return len(waiting)


def _last_crash() -> Q:
    """Of claimable rankings, those that one worker too many has died over."""
    return Q(status=MatchRun.Status.RUNNING, crashes__gte=settings.RUN_ATTEMPTS - 1)


def _claim(run_id: UUID) -> MatchRun | None:
    claimed = (
        MatchRun.objects.claimable()
        .filter(pk=run_id)
        .exclude(_last_crash())
        .update(
            # Still "running" means that the lease ran out: whoever had it is gone.
            crashes=F("crashes") + Case(When(status=MatchRun.Status.RUNNING, then=1), default=0),
            status=MatchRun.Status.RUNNING,
            attempt=F("attempt") + 1,
            lease_until=Now() + timedelta(seconds=settings.RUN_LEASE_SECONDS),
            progress=10,
        )
    )
    return MatchRun.objects.select_related("need").get(pk=run_id) if claimed else None


def _mine(run: MatchRun) -> QuerySet[MatchRun]:
    """The row while this claim still stands: the fence."""
    return MatchRun.objects.filter(pk=run.pk, attempt=run.attempt, status=MatchRun.Status.RUNNING)


def _release(run: MatchRun) -> None:
    _mine(run).update(status=MatchRun.Status.QUEUED, lease_until=None, progress=0)


def criteria_of(need: Need) -> Criteria:
    """The hard rules a need brings along; its own institution is never proposed to it."""
    return Criteria(
        languages=tuple(need.expert_languages.values_list("pk", flat=True)),
        exclude_institutions=(need.institution_id,),
    )


def question_of(need: Need) -> dict[str, Any]:
    """What a need asks of ``answer``."""
    return {
        "text": f"{need.title}. {need.text}" if need.title else need.text,
        "language": need.language or None,
        "criteria": criteria_of(need),
        "sdgs": tuple(need.sdgs.values_list("pk", flat=True)),
        "sectors": tuple(need.sectors.values_list("pk", flat=True)),
        "facets": need.facets,
        "country": need.country_id,
    }


@transaction.atomic
def _finish(run: MatchRun, question: dict[str, Any], found: Answer) -> bool:
    """Write results and "done" together, if the claim still stands; else leave no trace.

    What was asked is kept too: the need may be another by the time the ranking is looked at.
    """
    if not _mine(run).select_for_update().exists():
        log.info("run_was_taken_over", run=str(run.pk), attempt=run.attempt)
        return False
    Match.objects.bulk_create([_match(run, one) for one in found.matches])
    members = enumerate(found.panel or [], start=1)
    PanelMember.objects.bulk_create([_member(run, place, one) for place, one in members])
    _mine(run).update(
        status=MatchRun.Status.DONE,
        progress=100,
        lease_until=None,
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
        finished_at=Now(),
        version=F("version") + 1,
    )
    return True


def _match(run: MatchRun, one: Answered) -> Match:
    """A match keeps the passages it quoted, whatever becomes of the profile."""
    return Match(
        run=run,
        profile=one.profile,
        rank=one.rank,
        score=one.score,
        reasons=[
            {
                **_quoted(reason.passage, reason.language),
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
            **_quoted(cover.passage, cover.language),
            "coverage": cover.coverage,
        }
        for cover in one.covers
    ]
    return PanelMember(run=run, profile=one.profile, place=place, score=one.score, covers=covers)


def _quoted(passage: Passage, language: str) -> dict:
    return {
        "passage_id": str(passage.pk),
        "passage": passage.text,
        "kind": passage.kind,
        "year": passage.year,
        "attestation": passage.attestation,
        "language": language,
    }
