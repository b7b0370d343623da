"""Overdue work is reminded of: once a working day, by letters written with the note that they were.

Whether a sweep is killed before its commit or after it, nobody is reminded twice of one day.
"""

from __future__ import annotations

import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from backend.codelists.models import WorkingCalendar
from backend.consultations.models import Clock
from backend.consultations.services.officers_letters import write_overdue


def remind_overdue() -> int:
    """One reminder for each clock that is overdue, on working days of its calendar.

    Each in a transaction of its own. Says how many.
    """
    written = 0
    for calendar in WorkingCalendar.objects.prefetch_related("holidays"):
        if day := calendar.working_day(timezone.now()):
            late = Clock.objects.overdue().filter(_not_yet(day), calendar=calendar)
            ids = list(late.order_by("pk").values_list("pk", flat=True))
            written += sum(_remind(pk, day) for pk in ids)
    return written


@transaction.atomic
def _remind(pk: UUID, day: datetime.date) -> bool:
    """False where another sweep is at it, or the work was done in the meantime."""
    rows = Clock.objects.overdue().filter(_not_yet(day), pk=pk)
    clock = rows.select_for_update(of=("self",), skip_locked=True).first()
    if clock is None:
        return False
    clock.reminded_on = day
    clock.save(update_fields=["reminded_on", "updated_at"])
    write_overdue(clock)
    return True


def _not_yet(day: datetime.date) -> Q:
    return Q(reminded_on=None) | Q(reminded_on__lt=day)
