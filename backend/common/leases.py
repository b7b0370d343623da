"""Work that is asked for as a row, claimed with a lease and finished with a fence.

The row is the truth and the message only hurries it along: a worker claims the row for a while,
and the attempt's number is the fence, so that one that comes back late leaves no trace. What is
overdue is sent again by a sweep, and given up once too many workers have died over it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Self, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row
from backend.common.queue import enqueue

SENT_AT_ONCE = 500  # overdue rows that a sweep sends again
FRESH = timedelta(seconds=5)  # whose message is on its way still


class RunStatus(models.TextChoices):
    QUEUED = "queued", _("queued")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class LeasedQuerySet(models.QuerySet):
    def claimable(self) -> Self:
        """Queued, or running with a lease that has run out (its worker is gone)."""
        expired = Q(status=RunStatus.RUNNING, lease_until__lt=Now())
        return self.filter(Q(status=RunStatus.QUEUED) | expired)


class Leased(Row):
    """How far the work has come, and who has it.

    ``attempt`` is the fence: it grows with each claim, and only the claim whose number still
    stands may write results. ``crashes`` counts the claims whose worker never came back: work
    that kills its worker is given up after some, work that waits for the encoder is not.
    """

    Status = RunStatus

    status = models.CharField(
        max_length=8, choices=RunStatus, default=RunStatus.QUEUED, verbose_name=_("status")
    )
    progress = models.PositiveSmallIntegerField(default=0, verbose_name=_("progress"))  # per cent
    attempt = models.PositiveIntegerField(default=0, verbose_name=_("claims"))
    crashes = models.PositiveSmallIntegerField(default=0, verbose_name=_("crashes"))
    lease_until = models.DateTimeField(null=True, blank=True, verbose_name=_("claimed until"))
    error = models.TextField(blank=True, verbose_name=_("error"))
    finished_at = models.DateTimeField(null=True, blank=True, verbose_name=_("finished"))

    class Meta(Row.Meta):
        abstract = True


Work = TypeVar("Work", bound=Leased)


def claim(kind: type[Work], pk: UUID, **started: Any) -> Work | None:
    """The row, this worker's from now on; None where it is gone, done or another's."""
    rows = _rows(kind)
    claimed = (
        rows.claimable()
        .filter(pk=pk)
        .exclude(_last_crash())
        .update(
            # Still "running" means that the lease ran out: whoever had it is gone.
            crashes=F("crashes") + Case(When(status=RunStatus.RUNNING, then=1), default=0),
            status=RunStatus.RUNNING,
            attempt=F("attempt") + 1,
            lease_until=_until(),
            **started,
        )
    )
    return kind._default_manager.get(pk=pk) if claimed else None


def mine(row: Work) -> QuerySet[Work]:
    """The row while this claim still stands: the fence."""
    rows = type(row)._default_manager.filter(pk=row.pk, attempt=row.attempt)
    return rows.filter(status=RunStatus.RUNNING)


def go_on(row: Work, **changes: Any) -> bool:
    """Holds the row for another while, and says how far it is; False where it is another's."""
    return bool(mine(row).update(lease_until=_until(), **changes))


def release(row: Work, **changes: Any) -> None:
    """Back into the queue: else it would wait for its lease to run out."""
    mine(row).update(status=RunStatus.QUEUED, lease_until=None, **changes)


def finish(row: Work, **changes: Any) -> None:
    """Done; within the transaction that holds the fence (``mine(row).select_for_update()``)."""
    mine(row).update(
        status=RunStatus.DONE,
        progress=100,
        lease_until=None,
        finished_at=Now(),
        version=F("version") + 1,
        **changes,
    )


def sweep(kind: type[Work], task: str) -> int:
    """Sends what is overdue again, and fails that whose workers keep dying."""
    overdue = _rows(kind).claimable().filter(updated_at__lt=Now() - FRESH)
    overdue.filter(_last_crash()).update(
        status=RunStatus.FAILED,
        crashes=settings.RUN_ATTEMPTS,
        error="attempts",
        finished_at=Now(),
        version=F("version") + 1,
    )
    waiting = list(overdue.order_by("pk").values_list("pk", flat=True)[:SENT_AT_ONCE])
    for pk in waiting:
        enqueue(task, pk)
    return len(waiting)


def _rows(kind: type[Work]) -> LeasedQuerySet:
    return LeasedQuerySet(kind)


def _until() -> Any:
    return Now() + timedelta(seconds=settings.RUN_LEASE_SECONDS)


def _last_crash() -> Q:
    """Of claimable work, what one worker too many has died over."""
    return Q(status=RunStatus.RUNNING, crashes__gte=settings.RUN_ATTEMPTS - 1)
