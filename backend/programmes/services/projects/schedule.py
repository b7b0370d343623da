"""Which reports a project owes, and when, by the schedule of its programme."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from backend.common.errors import Conflict
from backend.programmes.dates import after_months
from backend.programmes.implementing import UNDER_WAY
from backend.programmes.models import Project, ProjectReport, ReportRule
from backend.programmes.services.projects.locking import locked_project


def schedule(project: Project) -> None:
    """With the beginning of a project whose days are agreed."""
    rules = project.proposal.call.programme.report_rules.all()
    ProjectReport.objects.bulk_create(
        [
            ProjectReport(
                project=project,
                rule=rule,
                kind=rule.kind,
                due_on=due,
                sections=rule.sections,
            )
            for rule in rules
            if (due := _due(project, rule))
        ],
        ignore_conflicts=True,
    )


def reschedule(project: Project) -> None:
    """Days that moved move what nobody has handed in yet; the history of each report has both."""
    for report in project.reports.owed().filter(rule__isnull=False).select_related("rule"):
        due = _due(project, report.rule) if report.rule else None
        if due and due != report.due_on:
            report.due_on, report.reminded_on = due, None
            report.version += 1
            report.save()


@transaction.atomic
def ask_for_report(*, project: Project, values: dict[str, Any]) -> ProjectReport:
    """One besides the schedule. Raises ``Conflict`` before the project begins and after its end."""
    row = locked_project(project)
    if row.status not in UNDER_WAY:
        raise Conflict(_("Reports are asked for while a project is under way."), code="not_running")
    return ProjectReport.objects.create(project=row, **values)


def _due(project: Project, rule: ReportRule) -> datetime.date | None:
    counted_from_start = rule.counted_from == ReportRule.CountedFrom.START
    day = project.starts_on if counted_from_start else project.ends_on
    return after_months(day, rule.months) if day else None
