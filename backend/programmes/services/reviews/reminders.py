"""Reviews that are due soon, or late, are reminded of on working days of their round's calendar."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from backend.codelists.models import WorkingCalendar
from backend.programmes.models import Review, RoundStatus
from backend.programmes.services.reviews.letters import write_reminder

BEFORE = 3  # working days before the reviews are due
APART = 3  # days between two reminders of one review


def remind_reviewers() -> int:
    """One reminder for each review that is due soon or late. Says how many."""
    written = 0
    for calendar in WorkingCalendar.objects.prefetch_related("holidays"):
        now = timezone.now()
        if day := calendar.working_day(now):
            rows = _due(calendar, day).select_related("round")
            near = [one.pk for one in rows if calendar.days_left(now, one.round.due_at) <= BEFORE]
            written += sum(_remind(pk, day) for pk in near)
    return written


@transaction.atomic
def _remind(pk: UUID, day: datetime.date) -> bool:
    """False where another sweep is at it, or the review was handed in meanwhile."""
    rows = Review.objects.under_way().filter(_not_lately(day), pk=pk)
    review = rows.select_for_update(of=("self",), skip_locked=True).first()
    if review is None:
        return False
    review.reminded_on = day
    review.save(update_fields=["reminded_on", "updated_at"])
    write_reminder(review)
    return True


def _due(calendar: WorkingCalendar, day: datetime.date):
    running = [RoundStatus.OPEN, RoundStatus.DISCUSSING]
    rows = Review.objects.under_way().filter(round__calendar=calendar, round__status__in=running)
    return rows.filter(_not_lately(day)).order_by("pk")


def _not_lately(day: datetime.date) -> Q:
    lately = day - datetime.timedelta(APART)
    return Q(reminded_on=None) | Q(reminded_on__lte=lately)
