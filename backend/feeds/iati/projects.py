"""The projects that are told, with what an activity says of each, in a fixed number of queries."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Max, Prefetch, Sum

from backend.programmes.models import (
    BudgetLine,
    IndicatorValue,
    Project,
    ProposalPartner,
    ReportStatus,
    Spending,
)


@dataclass(frozen=True)
class Told:
    """A project; ``budget``: what the programme gives by year of the project; ``spent``: by the
    day that an accepted report is of; ``measured``: by indicator, the oldest first."""

    project: Project
    budget: dict[int, Decimal] = field(default_factory=dict)
    spent: dict[datetime.date, Decimal] = field(default_factory=dict)
    measured: dict[UUID, list[IndicatorValue]] = field(default_factory=dict)

    @property
    def changed_at(self) -> datetime.datetime:
        """The last time that something of it was changed."""
        proposal = self.project.proposal
        values = [one for own in self.measured.values() for one in own]
        rows = [*proposal.partners.all(), *proposal.indicators.all(), *values]
        return max(one.updated_at for one in (self.project, proposal, *rows))


def published_projects() -> list[Told]:
    """Those whose agreement is signed and whose beginning is known, the oldest first."""
    rows = (
        Project.objects.filter(signed_on__isnull=False, starts_on__isnull=False)
        .select_related("proposal__institution__country", "proposal__call__programme")
        .prefetch_related(
            Prefetch("proposal__partners", _partners()),
            "proposal__sectors",
            "proposal__sdgs",
            "proposal__indicators",
        )
        .order_by("pk")
    )
    found = list(rows)
    budgets, spent, measured = _budgets(found), _spent(found), _measured(found)
    return [Told(one, budgets[one.proposal_id], spent[one.pk], measured[one.pk]) for one in found]


def _measured(projects: list[Project]) -> dict[UUID, dict[UUID, list[IndicatorValue]]]:
    found: dict[UUID, dict[UUID, list[IndicatorValue]]] = defaultdict(dict)
    values = IndicatorValue.objects.filter(project__in=[one.pk for one in projects])
    for value in values.order_by("measured_on", "pk"):
        found[value.project_id].setdefault(value.indicator_id, []).append(value)
    return found


def _partners() -> Any:
    there = ProposalPartner.objects.filter(left_at__isnull=True).order_by("pk")
    return there.select_related("institution", "country")


def _budgets(projects: list[Project]) -> dict[UUID, dict[int, Decimal]]:
    """Of each proposal what it asks of the programme, year by year."""
    lines = BudgetLine.objects.filter(
        proposal__in=[one.proposal_id for one in projects], contribution__isnull=True
    )
    found: dict[UUID, dict[int, Decimal]] = defaultdict(dict)
    sums = lines.order_by().values_list("proposal", "year").annotate(total=Sum("amount"))
    for proposal, year, total in sums:
        found[proposal][year] = total
    return found


def _spent(projects: list[Project]) -> dict[UUID, dict[datetime.date, Decimal]]:
    """Of each project what its accepted reports say, by the day each was handed in last."""
    rows = Spending.objects.filter(
        report__project__in=[one.pk for one in projects],
        report__status=ReportStatus.ACCEPTED,
        line__contribution__isnull=True,
    )
    found: dict[UUID, dict[datetime.date, Decimal]] = defaultdict(dict)
    by_report = rows.order_by().values_list("report__project", "report")
    told = by_report.annotate(total=Sum("amount"))
    days = dict(
        rows.order_by().values_list("report").annotate(at=Max("report__versions__created_at"))
    )
    for project, report, total in told:
        if total and (at := days.get(report)):
            day = at.date()
            found[project][day] = found[project].get(day, Decimal(0)) + total
    return found
