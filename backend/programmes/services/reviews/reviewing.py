"""Reviews: what is declared at opening, the draft, and what is handed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.common.errors import Conflict
from backend.common.records import record_step
from backend.programmes.models import Criterion, Review, ReviewScore, ReviewStatus, ReviewStep
from backend.programmes.reviewing import REPLACED, REVIEW_STEPS
from backend.programmes.services.reviews.assigned import replace
from backend.programmes.services.reviews.letters import write_reopened, write_taken_back
from backend.programmes.services.reviews.locking import locked_review


@transaction.atomic
def take_review_step(*, review: Review, step: str, by: User, reason: str = "") -> Review:
    """Moves the review, locked after its round. Raises as ``Table.take_step`` does."""
    row = locked_review(review)
    before = row.status
    record_step(REVIEW_STEPS, step, row, by, ReviewStep, reason=reason)
    _note_time(row, step)
    if step == "withdraw" and before != ReviewStatus.PROPOSED:
        write_taken_back(row)
    if step == "reopen":
        write_reopened(row, reason)
    if step in REPLACED:
        replace(row)
    return row


@transaction.atomic
def save_draft(
    *, review: Review, values: Mapping[str, Any], marks: Sequence[Mapping[str, Any]] = ()
) -> Review:
    """Of a review that the caller has locked. Raises ``Conflict`` before and after the writing."""
    if review.status != ReviewStatus.WRITING:
        raise Conflict(_("Reviews are written between opening and handing in."), code="not_writing")
    for name, value in values.items():
        setattr(review, name, value)
    review.version += 1
    review.save()
    for mark in marks:
        _put(review, mark)
    return review


def _put(review: Review, mark: Mapping[str, Any]) -> None:
    criterion: Criterion = mark["criterion"]
    said = {name: mark[name] for name in ("value", "comment") if name in mark}
    ReviewScore.objects.update_or_create(review=review, criterion=criterion, defaults=said)


def _note_time(row: Review, step: str) -> None:
    """Step records have it too; lists are ordered and reminders found by these."""
    if step in ("declare-none", "declare-conflict") and row.opened_at is None:
        row.opened_at = timezone.now()
    if step == "hand-in":
        row.handed_in_at = timezone.now()
    if step == "reopen":
        row.handed_in_at = None
    row.save(update_fields=["opened_at", "handed_in_at", "updated_at"])
