"""Rows changed by hand: accepted, locked, excluded, opened again, or added."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.common.errors import Conflict
from backend.common.leases import RunStatus
from backend.conflicts.selectors import open_findings
from backend.consultations.batches import selectors
from backend.consultations.batches.steps import STEPS, step_to
from backend.consultations.models import BatchRequest, BatchRow, BatchRowStatus, BatchRun
from backend.directory.models import Profile


@transaction.atomic
def change_row(*, row: BatchRow, by: User, status: str, reason: str) -> None:
    """Takes a locked row to where it is wanted, by the table of steps. Raises as that does."""
    _check_still(row.batch)
    row.changed_by = by
    if reason:  # before the step: nothing is excluded without one, not even for an instant
        _write_reason(row, reason)
    if step := step_to(row, status):
        STEPS.take_step(step, row, by)
    else:
        row.version += 1
    _write_reason(row, reason)


def _write_reason(row: BatchRow, reason: str) -> None:
    row.reason = reason
    row.save(update_fields=["reason", "changed_by", "version", "updated_at"])


@transaction.atomic
def add_row(*, batch: BatchRun, item: BatchRequest, profile: Profile, by: User, reason: str) -> Any:
    """Somebody whom an officer wants for a request: locked, and scored with the next solution.

    Raises ``Conflict`` where a conflict of interest stands in the way, or there is a row already.
    """
    _check_still(batch)
    if batch.rows.filter(request=item.request, profile=profile).exists():
        raise Conflict(_("There is a row already: change that one."), code="there_already")
    if found := open_findings(profile, item.request.institution):
        kinds = ", ".join(dict.fromkeys(str(one.kind.label) for one in found))
        told = _("%(name)s can't be proposed: conflict of interest (%(kinds)s).")
        raise Conflict(told % {"name": profile.name, "kinds": kinds}, code="conflict_of_interest")
    return BatchRow.objects.create(
        batch=batch,
        request=item.request,
        profile=profile,
        status=BatchRowStatus.LOCKED,
        reason=reason,
        by_hand=True,
        changed_by=by,
    )


def locked_batch(batch: BatchRun) -> BatchRun:
    """The row as it is now that no solution can come in between."""
    return BatchRun.objects.select_for_update(of=("self",)).get(pk=batch.pk)


def follow_merge(*, dropped: Profile, kept: Profile, **_signal: Any) -> None:
    """A candidate that was merged is the one that stayed, unless that has a row too."""
    there = BatchRow.objects.filter(profile=kept.pk)
    for row in BatchRow.objects.filter(profile=dropped.pk):
        if not there.filter(batch=row.batch_id, request=row.request_id).exists():
            rows = BatchRow.objects.filter(pk=row.pk)
            rows.update(profile=kept.pk, version=F("version") + 1)


def _check_still(batch: BatchRun) -> None:
    if batch.status in (RunStatus.QUEUED, RunStatus.RUNNING):
        raise Conflict(_("It is being solved: wait until it is done."), code="running")
    if selectors.latest_solution(batch) is None:
        raise Conflict(_("It was never solved."), code="not_solved")
