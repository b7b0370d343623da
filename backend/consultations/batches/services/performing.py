"""Making a batch: claimed with a lease, scored request by request, solved, finished with a fence.

What is scored is kept request by request, so that a worker that takes over goes on where the one
before was killed.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone

from backend.common import leases
from backend.consultations.batches.parameters import DEPTH
from backend.consultations.batches.problem import board_of
from backend.consultations.batches.services.asking import TASK
from backend.consultations.batches.services.solving import keep_solution, solve
from backend.consultations.models import BatchRequest, BatchRow, BatchRun
from backend.matches.engine import EncoderUnavailable
from backend.matches.engine.assignment import bits
from backend.matches.services import Scored, keep_ranking, rank_needs

log = structlog.get_logger(__name__)
AT_ONCE = 8  # requests ranked together: then it is said how far it is, and the lease is renewed
SCORING, SOLVING = 80, 90  # per cent of the way: up to where it is scored, and being solved


class TakenOver(Exception):
    """The claim stands no more: another worker has it."""


def perform_batch(*, batch_id: UUID) -> bool:
    """Claim a batch, score what is not scored, and solve. False where it is gone or another's."""
    batch = leases.claim(BatchRun, batch_id)
    if batch is None:
        return False
    try:
        while some := list(_unscored(batch)[:AT_ONCE]):
            _score(batch, some)
        _score_rows(batch)
        _finish(batch)
    except EncoderUnavailable:
        leases.release(batch)
        return False
    except TakenOver:
        log.info("batch_was_taken_over", batch=str(batch.pk), attempt=batch.attempt)
        return False
    return True


def sweep_batches() -> int:
    """Send overdue batches again, and fail those whose workers keep dying."""
    return leases.sweep(BatchRun, TASK)


def _unscored(batch: BatchRun):
    rows = batch.requests.filter(scored_at=None).defer("candidates").order_by("pk")
    return rows.select_related("request__need")


def _score(batch: BatchRun, items: Sequence[BatchRequest]) -> None:
    ranked = rank_needs(needs=[item.request.need for item in items], depth=DEPTH)
    with transaction.atomic():
        _fence(batch)
        for item, one in zip(items, ranked, strict=True):
            item.run = keep_ranking(ranked=one, by=batch.asked_by)
            item.facets = list(one.facets)
            item.candidates = [_kept(candidate) for candidate in one.candidates]
            item.scored_at = timezone.now()
            item.save(update_fields=["run", "facets", "candidates", "scored_at", "updated_at"])
        done, left = batch.requests.exclude(scored_at=None).count(), _unscored(batch).count()
        leases.go_on(batch, progress=SCORING * done // (done + left))


def _score_rows(batch: BatchRun) -> None:
    """Those whom an officer added by hand, and the ranking did not come to."""
    unscored = BatchRow.objects.filter(batch=batch, score=None).order_by("request", "pk")
    by_request: dict[UUID, list[UUID]] = {}
    for request, profile in unscored.values_list("request", "profile"):
        by_request.setdefault(request, []).append(profile)
    for item in batch.requests.filter(request__in=by_request).select_related("request__need"):
        _add_scores(batch, item, by_request[item.request_id])


def _add_scores(batch: BatchRun, item: BatchRequest, profiles: Sequence[UUID]) -> None:
    known = {UUID(one[0]) for one in item.candidates}
    wanted = [pk for pk in profiles if pk not in known]
    if not wanted:
        return
    [ranked] = rank_needs(needs=[item.request.need], depth=0, profiles=wanted)
    with transaction.atomic():
        _fence(batch)
        item.candidates += [_kept(one) for one in ranked.candidates]
        item.save(update_fields=["candidates", "updated_at"])
        leases.go_on(batch)


def _finish(batch: BatchRun) -> None:
    _beat(batch)
    board = board_of(batch)
    solved = solve(board, lambda: _beat(batch))
    with transaction.atomic():
        _fence(batch)
        keep_solution(board, solved)
        leases.finish(batch)


def _beat(batch: BatchRun) -> None:
    """It lives, and is solving: the lease is renewed, if the claim still stands."""
    if not leases.go_on(batch, progress=SOLVING):
        raise TakenOver


def _fence(batch: BatchRun) -> None:
    """Within the transaction that writes: nobody else has it, nor can have it meanwhile."""
    if not leases.mine(batch).select_for_update().exists():
        raise TakenOver


def _kept(one: Scored) -> list:
    return [str(one.profile), one.score, bits(one.facets), one.reasons]
