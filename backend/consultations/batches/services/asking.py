"""Asking for a batch, and for another solution of one."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.common.errors import Conflict
from backend.common.leases import RunStatus
from backend.common.queue import enqueue
from backend.consultations.batches import selectors
from backend.consultations.batches.parameters import Parameters
from backend.consultations.batches.priorities import weights
from backend.consultations.models import BatchRequest, BatchRun, ConsultationRequest

TASK = "consultations.perform_batch"
MOST_REQUESTS = 1_000


@transaction.atomic
def create_batch(
    *, requests: Sequence[ConsultationRequest] | None, parameters: Parameters, by: User
) -> BatchRun:
    """For these requests, or all open ones (None) that lack people. Raises ``Conflict``.

    The row is what counts; the message only hurries it along.
    """
    chosen = list(selectors.open_requests()) if requests is None else _askable(requests)
    lacking = selectors.missing(chosen)
    chosen = [one for one in chosen if lacking[one.pk]]
    if not chosen:
        raise Conflict(_("No request that is open lacks anybody."), code="nothing_to_broker")
    if len(chosen) > MOST_REQUESTS:
        told = _("At most %(most)d requests at once: choose some.")
        raise Conflict(told % {"most": MOST_REQUESTS}, code="too_many")
    weighed = weights(chosen, parameters)
    batch = BatchRun.objects.create(asked_by=by, parameters=parameters.as_json())
    BatchRequest.objects.bulk_create(
        BatchRequest(
            batch=batch,
            request=one,
            wanted=lacking[one.pk],
            weight=weighed[one.pk].weight,
            why=weighed[one.pk].why,
        )
        for one in chosen
    )
    enqueue(TASK, batch.pk)
    return batch


@transaction.atomic
def solve_again(*, batch: BatchRun) -> None:
    """Into the queue once more; what is scored stays scored. Raises ``Conflict``."""
    over = BatchRun.objects.filter(pk=batch.pk, status__in=[RunStatus.DONE, RunStatus.FAILED])
    waiting = {
        "status": RunStatus.QUEUED,
        "progress": 0,
        "crashes": 0,
        "error": "",
        "finished_at": None,
        "updated_at": Now(),
    }
    if not over.update(version=F("version") + 1, **waiting):
        raise Conflict(_("It is being solved: wait until it is done."), code="running")
    enqueue(TASK, batch.pk)


def _askable(requests: Sequence[ConsultationRequest]) -> list[ConsultationRequest]:
    gone = [str(one) for one in requests if not selectors.is_open(one)]
    if gone:
        told = _("Not open for brokering: %(titles)s.") % {"titles": "; ".join(gone)}
        raise Conflict(told, code="not_open")
    return list(requests)
