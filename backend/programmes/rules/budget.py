"""Whether the budget adds up."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.common.names import joined
from backend.programmes.dossier import Dossier
from backend.programmes.rules.base import Finding, Rule
from backend.programmes.rules.money import ZERO, nothing_asked_for
from backend.programmes.rules.saying import broken, kept, money, quoted


@dataclass(frozen=True)
class BudgetSum(Rule):
    """The lines that the programme pays come to what is asked for, to the cent."""

    key = "budget-sum"
    title = gettext_lazy("The budget comes to what is asked for")

    def check(self, dossier: Dossier) -> Finding:
        if dossier.requested is None:
            return nothing_asked_for()
        paid = sum((line.amount for line in dossier.lines if not line.source), ZERO)
        facts = {"lines": paid, "requested": dossier.requested}
        told = _("The lines come to %(lines)s; %(requested)s is asked for.") % {
            "lines": money(paid),
            "requested": money(dossier.requested),
        }
        if paid == dossier.requested:
            return kept(told, facts)
        fix = _("Change the lines, or the amount asked for, by %(difference)s.")
        difference = {"difference": money(abs(paid - dossier.requested))}
        return broken(told, fix % difference, facts)


@dataclass(frozen=True)
class BudgetYears(Rule):
    """Every line is in a year of the project, counted from 1."""

    key = "budget-years"
    title = gettext_lazy("The budget keeps within the duration")

    def check(self, dossier: Dossier) -> Finding:
        if dossier.months is None:
            return broken(
                _("It does not say yet how long the project takes."), _("Enter its duration.")
            )
        years = max(math.ceil(dossier.months / 12), 1)
        late = sorted({line.year for line in dossier.lines if not 1 <= line.year <= years})
        facts = {"years": years, "outside": late}
        told = _("Duration in months: %(months)d; years of the budget: %(years)d.")
        told %= {"months": dossier.months, "years": years}
        if not late:
            return kept(told, facts)
        outside = {"years": joined(map(str, late))}
        told += " " + _("There are lines in year %(years)s.") % outside
        return broken(told, _("Move these lines, or change the duration."), facts)


@dataclass(frozen=True)
class BudgetOutputs(Rule):
    """Every output has something in the budget, whoever pays."""

    key = "budget-outputs"
    title = gettext_lazy("The budget covers every output")

    def check(self, dossier: Dossier) -> Finding:
        totals = dict.fromkeys(dossier.outputs, ZERO)
        for line in dossier.lines:
            if line.output in totals:
                totals[line.output] += line.amount
        bare = [text for key, text in dossier.outputs.items() if not totals[key]]
        said = {"titles": joined(map(quoted, bare))}
        facts = {"totals": {key: self._plain(total) for key, total in totals.items()}}
        if not bare:
            return kept(_("Every output has its lines in the budget."), facts)
        told = _("Nothing is budgeted for: %(titles)s.")
        return broken(told % said, _("Say which lines of the budget are for it."), facts)

    def _plain(self, total: Decimal) -> str:
        return str(total.quantize(Decimal("0.01")))
