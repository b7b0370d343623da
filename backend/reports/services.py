"""Writes of the reports app."""

from __future__ import annotations

from dataclasses import asdict

from django.db import transaction

from backend.accounts.models import User
from backend.reports.counting import cells
from backend.reports.figures import VERSION, definitions
from backend.reports.models import Report
from backend.reports.periods import Period


@transaction.atomic
def freeze_report(*, title: str, period: Period, by: User) -> Report:
    """Counts, and keeps what was counted with the words that define it."""
    return Report.objects.create(
        title=title,
        since=period.since,
        until=period.until,
        definitions_version=VERSION,
        definitions=definitions(),
        values=[asdict(cell) for cell in cells(period)],
        by=by,
    )
