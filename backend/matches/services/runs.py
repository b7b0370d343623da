"""Rankings kept: asked for, claimed with a lease, finished with a fence, swept when left behind."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import structlog
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from backend.accounts.models import User
from backend.common import leases
from backend.common.queue import enqueue
from backend.matches import engine
from backend.matches.models import MatchRun
from backend.matches.services.answer import Answer, answer
from backend.matches.services.keeping import keep_results
from backend.matches.services.questions import question_of
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
    run = leases.claim(MatchRun, run_id, progress=10)
    if run is None:
        return False
    question = question_of(run.need)
    try:
        found = answer(**question, k=run.parameters.get("k", K), panel=run.parameters.get("panel"))
    except engine.EncoderUnavailable:
        leases.release(run, progress=0)
        return False
    return _finish(run, question, found)


def sweep_runs() -> int:
    """Send overdue rankings again, and fail those whose workers keep dying."""
    return leases.sweep(MatchRun, "matches.perform_run")


@transaction.atomic
def _finish(run: MatchRun, question: dict[str, Any], found: Answer) -> bool:
    """Write results and "done" together, if the claim still stands; else leave no trace."""
    if not leases.mine(run).select_for_update().exists():
        log.info("run_was_taken_over", run=str(run.pk), attempt=run.attempt)
        return False
    keep_results(run, question, found)
    leases.finish(run)
    return True
