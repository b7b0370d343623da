"""The budget of a proposal, with the names that its reader knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from backend.programmes.budget import Budget, Cut, budget_of, share
from backend.programmes.models import BudgetLine, Proposal
from backend.programmes.selectors.budget import as_line, budget_lines_of


@dataclass(frozen=True)
class Sum:
    key: str
    name: str
    amount: Decimal
    share: Decimal | None


@dataclass(frozen=True)
class NamedBudget:
    """``lines`` are the rows themselves, ``names`` by cut what each key is called."""

    budget: Budget
    lines: tuple[BudgetLine, ...]
    names: Mapping[Cut, Mapping[str, str]]

    def sums(self, by: Cut) -> list[Sum]:
        names, whole = self.names[by], self.budget.total
        return [
            Sum(key, names.get(key, key), amount, share(amount, whole))
            for key, amount in self.budget.sums[by].items()
        ]

    def name(self, by: Cut, key: str) -> str:
        return self.names[by].get(key, key)


def named_budget(proposal: Proposal) -> NamedBudget:
    """Two queries, whatever its length."""
    lines = tuple(budget_lines_of(proposal))
    return NamedBudget(
        budget=budget_of(map(as_line, lines)), lines=lines, names=_names(proposal, lines)
    )


def _names(proposal: Proposal, lines: tuple[BudgetLine, ...]) -> Mapping[Cut, Mapping[str, str]]:
    outputs = {str(line.output_id): line.output.text for line in lines if line.output}
    sources = {str(line.contribution_id): source_name(line) for line in lines if line.contribution}
    return {
        Cut.YEAR: {},
        Cut.KIND: {value: str(label) for value, label in BudgetLine.Kind.choices},
        Cut.OUTPUT: {"": _("the project as a whole"), **outputs},
        Cut.SOURCE: {"": proposal.call.programme.name, **sources},
    }


def source_name(line: BudgetLine) -> str:
    given_by = line.contribution
    if given_by is None:
        return ""
    return given_by.institution.name if given_by.institution else given_by.name
