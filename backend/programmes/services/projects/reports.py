"""Reports of a project: the draft, what is handed in, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.common.errors import Conflict
from backend.common.on_behalf import OnBehalf
from backend.common.records import record_step
from backend.files.models import StoredFile
from backend.files.services import attach, remove
from backend.programmes.models import (
    OWED,
    ProjectReport,
    ProjectReportFile,
    ProjectReportStep,
    ProjectReportVersion,
    Spending,
)
from backend.programmes.reporting import STEPS
from backend.programmes.services.projects.letters import write_report_moved
from backend.programmes.services.projects.locking import locked_report


@transaction.atomic
def take_report_step(
    *,
    report: ProjectReport,
    step: str,
    by: User,
    reason: str = "",
    on_behalf: OnBehalf | None = None,
) -> ProjectReport:
    """Moves the report, locked after its project. Raises as ``Table.take_step`` does."""
    row = locked_report(report)
    record = record_step(
        STEPS, step, row, by, ProjectReportStep, on_behalf=on_behalf, reason=reason
    )
    if step == "hand-in":
        _keep_version(row, by)
    write_report_moved(row, record)
    return row


def change_report(
    *,
    report: ProjectReport,
    texts: Mapping[str, str] | None = None,
    spendings: Sequence[Mapping[str, Any]] | None = None,
) -> ProjectReport:
    """Of a locked report: texts by section, and all that was spent. Raises ``Conflict``."""
    _check_owed(report)
    if texts is not None:
        report.texts = {**report.texts, **texts}
    report.version += 1
    report.save()
    if spendings is not None:
        report.spendings.all().delete()
        Spending.objects.bulk_create(Spending(report=report, **one) for one in spendings)
    return report


@transaction.atomic
def add_report_file(*, report: ProjectReport, file: StoredFile, by: User) -> ProjectReportFile:
    """Raises ``Conflict`` once it is handed in, or where the file is taken."""
    row = locked_report(report)
    _check_owed(row)
    (taken,) = attach(files=[file], by=by)
    return ProjectReportFile.objects.create(report=row, file=taken, by=by)


@transaction.atomic
def remove_report_file(*, report: ProjectReport, row: ProjectReportFile) -> None:
    """Raises ``Conflict`` for a file of a version that was handed in."""
    _check_owed(locked_report(report))
    if row.versions.exists():
        raise Conflict(_("This file was handed in with a version: it stays."), code="handed_in")
    file = row.file
    row.delete()
    remove(file=file)


def _check_owed(report: ProjectReport) -> None:
    if report.status not in OWED:
        raise Conflict(
            _("It has been handed in: it can be changed again once it is returned."),
            code="not_writable",
        )


def _keep_version(report: ProjectReport, by: User) -> None:
    number = (report.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    spent = report.spendings.select_related("line").order_by("line__position", "year", "pk")
    made = ProjectReportVersion.objects.create(
        report=report,
        number=number,
        texts=report.texts,
        spent=[
            {"line": one.line.text, "year": one.year, "amount": str(one.amount), "note": one.note}
            for one in spent
        ],
        by=by,
    )
    made.files.set(report.files.all())
