"""Reads of projects: what a person sees, and what was planned and spent, aimed at and reached."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from backend.programmes.models import (
    TOLD,
    BudgetLine,
    Indicator,
    IndicatorValue,
    Project,
    ProjectReport,
    ReportStatus,
    Spending,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from backend.accounts.models import User

NOTHING = Decimal("0.00")


def projects_for(user: User | AnonymousUser) -> QuerySet[Project]:
    """With what a list shows: one query."""
    rows = Project.objects.visible_to(user).select_related(
        "proposal__call__programme", "proposal__institution", "agreement"
    )
    return rows.order_by("-created_at", "-pk")


def with_parts(rows: QuerySet[Project]) -> QuerySet[Project]:
    """Four queries more."""
    return rows.prefetch_related("parties__institution", "milestones", "reports__rule", "steps")


def reports_for(user: User | AnonymousUser) -> QuerySet[ProjectReport]:
    """With what a list shows: one query."""
    rows = ProjectReport.objects.visible_to(user).select_related(
        "rule", "project__proposal__call__programme", "project__proposal__institution"
    )
    return rows.order_by("due_on", "pk")


def with_versions(rows: QuerySet[ProjectReport]) -> QuerySet[ProjectReport]:
    return rows.prefetch_related("files__file", "versions__files__file", "spendings__line", "steps")


@dataclass
class LineSpent:
    """A line of the budget, and what reports say was spent of it, by year of the project."""

    line: BudgetLine
    by_year: dict[int, Decimal] = field(default_factory=lambda: defaultdict(lambda: NOTHING))
    accepted: Decimal = NOTHING

    @property
    def spent(self) -> Decimal:
        return sum(self.by_year.values(), NOTHING)

    @property
    def left(self) -> Decimal:
        return self.line.amount - self.spent


@dataclass(frozen=True)
class YearSpent:
    year: int
    planned: Decimal
    spent: Decimal


@dataclass(frozen=True)
class Spent:
    """``planned``, ``spent`` and ``left`` of all lines; reports handed in count, and ``accepted``
    ones by themselves. Each report tells what was spent since the one before."""

    lines: list[LineSpent]

    @property
    def planned(self) -> Decimal:
        return sum((one.line.amount for one in self.lines), NOTHING)

    @property
    def spent(self) -> Decimal:
        return sum((one.spent for one in self.lines), NOTHING)

    @property
    def accepted(self) -> Decimal:
        return sum((one.accepted for one in self.lines), NOTHING)

    @property
    def left(self) -> Decimal:
        return self.planned - self.spent

    @property
    def years(self) -> list[YearSpent]:
        planned: dict[int, Decimal] = defaultdict(lambda: NOTHING)
        spent: dict[int, Decimal] = defaultdict(lambda: NOTHING)
        for one in self.lines:
            planned[one.line.year] += one.line.amount
            for year, amount in one.by_year.items():
                spent[year] += amount
        return [YearSpent(year, planned[year], spent[year]) for year in sorted({*planned, *spent})]


def spent_of(project: Project) -> Spent:
    """Two queries."""
    lines = BudgetLine.objects.filter(proposal=project.proposal_id)
    rows = {one.pk: LineSpent(one) for one in lines.select_related("contribution__institution")}
    told = Spending.objects.filter(report__project=project, report__status__in=TOLD)
    for spending in told.select_related("report").order_by("pk"):
        row = rows[spending.line_id]
        row.by_year[spending.year] += spending.amount
        if spending.report.status == ReportStatus.ACCEPTED:
            row.accepted += spending.amount
    return Spent(list(rows.values()))


@dataclass(frozen=True)
class Reached:
    """An indicator with its values, the first one first. ``share``: how much of the way from the
    baseline to the target; None where one of them is not known or both are the same."""

    indicator: Indicator
    values: list[IndicatorValue]

    @property
    def share(self) -> Decimal | None:
        one = self.indicator
        if not self.values or one.baseline is None or one.target is None:
            return None
        if one.target == one.baseline:
            return None
        way = (self.values[-1].value - one.baseline) / (one.target - one.baseline)
        return way.quantize(Decimal("0.0001"))


def results_of(project: Project) -> list[Reached]:
    """Two queries."""
    values = defaultdict(list)
    rows = project.values.select_related("file").order_by("measured_on", "pk")
    for one in rows:
        values[one.indicator_id].append(one)
    indicators = Indicator.objects.filter(proposal=project.proposal_id)
    return [Reached(one, values[one.pk]) for one in indicators]
