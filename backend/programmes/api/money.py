"""The budget: its lines, those who give, the sums, and the whole as a spreadsheet."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from backend.files.api import GivesFile
from backend.files.models import StoredFile
from backend.programmes.api.base import LISTED, ONE, OfProposal, RowsViewSet
from backend.programmes.api.serializers.money import (
    BudgetLineSerializer,
    BudgetSerializer,
    ContributionSerializer,
)
from backend.programmes.budget import Cut
from backend.programmes.models import BudgetLine, Contribution, Proposal
from backend.programmes.money import NamedBudget, named_budget
from backend.programmes.selectors.budget import budget_lines_of
from backend.programmes.selectors.proposals import proposals_for


class ContributionsViewSet(RowsViewSet):
    """Who gives something besides the programme."""

    kind = Contribution
    serializer_class = ContributionSerializer
    queryset = Contribution.objects.none()

    def rows_of(self, proposal: Proposal) -> QuerySet[Contribution]:
        return proposal.contributions.select_related("institution", "file").order_by("pk")


class BudgetLinesViewSet(RowsViewSet):
    """The lines of the budget, in their order."""

    kind = BudgetLine
    serializer_class = BudgetLineSerializer
    queryset = BudgetLine.objects.none()

    def rows_of(self, proposal: Proposal) -> QuerySet[BudgetLine]:
        return budget_lines_of(proposal)


class BudgetView(OfProposal):
    """The budget as a table, and its sums by year, output, source and kind."""

    @extend_schema(responses=BudgetSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        proposal = self.get_proposal()
        return Response(BudgetSerializer(_told(proposal, named_budget(proposal))).data)


def _told(proposal: Proposal, named: NamedBudget) -> dict[str, Any]:
    found = named.budget
    return {
        "requested": proposal.requested,
        "total": found.total,
        "programme": found.programme,
        "others": found.others,
        "share": found.share,
        "years": found.years,
        "rows": [
            {
                "output": row.output,
                "name": named.name(Cut.OUTPUT, row.output),
                "years": [{"year": year, "amount": sum_} for year, sum_ in row.years.items()],
                "total": row.total,
            }
            for row in found.rows
        ],
        **{f"by_{one}": named.sums(one) for one in Cut},
    }


class ContributionFileView(GivesFile):
    """The file that shows what somebody gives, for whoever may see the proposal."""

    def get_file(self) -> StoredFile:
        found = get_object_or_404(proposals_for(self.request.user), pk=self.kwargs["pk"])
        rows = found.contributions.filter(file__isnull=False).select_related("file")
        file = get_object_or_404(rows, pk=self.kwargs["row"]).file
        assert file is not None, "those without one are left out"
        return file


MONEY_PATHS = [
    *(
        made
        for name, view in (
            ("contributions", ContributionsViewSet),
            ("budget-lines", BudgetLinesViewSet),
        )
        for made in (
            path(f"proposals/<uuid:pk>/{name}/", view.as_view(LISTED), name=f"proposal-{name}"),
            path(
                f"proposals/<uuid:pk>/{name}/<uuid:row>/",
                view.as_view(ONE),
                name=f"proposal-{name}-one",
            ),
        )
    ),
    path(
        "proposals/<uuid:pk>/contributions/<uuid:row>/file/",
        ContributionFileView.as_view(),
        name="contribution-file",
    ),
    path("proposals/<uuid:pk>/budget/", BudgetView.as_view(), name="proposal-budget"),
]
