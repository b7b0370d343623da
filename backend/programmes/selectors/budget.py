"""The lines of a budget, as its sums and the rules want them."""

from __future__ import annotations

from django.db.models import QuerySet

from backend.programmes.dossier import Line
from backend.programmes.models import BudgetLine, Proposal


def budget_lines_of(proposal: Proposal) -> QuerySet[BudgetLine]:
    rows = proposal.budget_lines.select_related("output", "contribution__institution")
    return rows.order_by("position", "pk")


def as_line(row: BudgetLine) -> Line:
    return Line(
        amount=row.amount,
        year=row.year,
        kind=row.kind,
        output=str(row.output_id or ""),
        source=str(row.contribution_id or ""),
    )
