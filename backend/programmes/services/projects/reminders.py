"""Reports that are due soon, or late, are reminded of on working days of their calendar."""

from __future__ import annotations

import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from backend.codelists.models import WorkingCalendar
from backend.programmes.models import ProjectReport
from backend.programmes.reporting import REPORTED_ON
from backend.programmes.services.projects.letters import write_report_due

USUAL = "secretariat"  # the calendar of what is asked for besides the schedule
BEFORE = 10  # working days before it is due
APART = 7  # days between two reminders of one report


def remind_of_reports() -> int:
    """One reminder for each report that is due soon or late. Says how many."""
    written, now = 0, timezone.now()
    for calendar in WorkingCalendar.objects.prefetch_related("holidays"):
        if day := calendar.working_day(now):
            near = [one.pk for one in _owed(calendar, day) if _is_near(one, calendar, now)]
            written += sum(_remind(pk, day) for pk in near)
    return written


def _is_near(report: ProjectReport, calendar: WorkingCalendar, now: datetime.datetime) -> bool:
    before = report.rule.remind_before if report.rule else BEFORE
    next_day = report.due_on + datetime.timedelta(1)
    due = datetime.datetime.combine(next_day, datetime.time(), ZoneInfo(calendar.zone))
    return calendar.days_left(now, due) <= before


@transaction.atomic
def _remind(pk: UUID, day: datetime.date) -> bool:
    """False where another sweep is at it, or the report was handed in meanwhile."""
    rows = ProjectReport.objects.owed().filter(_not_lately(day), pk=pk)
    report = rows.select_for_update(of=("self",), skip_locked=True).first()
    if report is None:
        return False
    report.reminded_on = day
    report.save(update_fields=["reminded_on", "updated_at"])
    write_report_due(report)
    return True


def _owed(calendar: WorkingCalendar, day: datetime.date) -> QuerySet[ProjectReport]:
    its = Q(rule__calendar=calendar)
    if calendar.pk == USUAL:
        its |= Q(rule__isnull=True)
    rows = ProjectReport.objects.owed().filter(its, _not_lately(day))
    return rows.filter(project__status__in=REPORTED_ON).select_related("rule").order_by("pk")


def _not_lately(day: datetime.date) -> Q:
    return Q(reminded_on=None) | Q(reminded_on__lte=day - datetime.timedelta(APART))
