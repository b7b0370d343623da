"""How much may be asked for, and what others have to give."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.common.names import joined
from backend.programmes.dossier import Dossier, Source
from backend.programmes.rules.base import Finding, Rule
from backend.programmes.rules.parameters import amount, flag, parameter
from backend.programmes.rules.saying import broken, kept, money

ZERO = Decimal(0)


def nothing_asked_for() -> Finding:
    return broken(_("It does not say yet how much is asked for."), _("Enter the amount asked for."))


@dataclass(frozen=True)
class Ceiling(Rule):
    """The most that may be asked for. Another amount from another year on is another row."""

    key = "ceiling"
    title = gettext_lazy("Most that may be asked for")

    most: Decimal = parameter(amount("0.01"))

    def check(self, dossier: Dossier) -> Finding:
        if dossier.requested is None:
            return nothing_asked_for()
        facts = {"requested": dossier.requested, "most": self.most}
        said = {"requested": money(dossier.requested), "most": money(self.most)}
        told = _("%(requested)s is asked for; the most is %(most)s.") % said
        if dossier.requested <= self.most:
            return kept(told, facts)
        over = {"over": money(dossier.requested - self.most)}
        return broken(told, _("Ask for %(over)s less.") % over, facts)


@dataclass(frozen=True)
class OtherInputs(Rule):
    """What others give is at least so many times what is asked for.

    Counted is what is shown by evidence, and confirmed, where that is demanded.
    """

    key = "other-inputs"
    title = gettext_lazy("Inputs from other sources")

    least_ratio: Decimal = parameter(amount("0"), Decimal(1))
    in_kind: bool = parameter(flag, True)
    evidence: bool = parameter(flag, True)
    confirmed: bool = parameter(flag, True)

    def check(self, dossier: Dossier) -> Finding:
        if dossier.requested is None:
            return nothing_asked_for()
        given = self._given(dossier)
        unsure = [one for one in dossier.sources if one.id in given and not self._is_sure(one)]
        counted = sum(given.values(), ZERO) - sum((given[one.id] for one in unsure), ZERO)
        needed = (dossier.requested * self.least_ratio).quantize(Decimal("0.01"))
        facts = {
            "given": sum(given.values(), ZERO),
            "counted": counted,
            "needed": needed,
            "unsure": [one.id for one in unsure],
        }
        told = _("%(counted)s of %(given)s counts; at least %(needed)s is needed.") % {
            "counted": money(counted),
            "given": money(sum(given.values(), ZERO)),
            "needed": money(needed),
        }
        if counted >= needed:
            return kept(told, facts)
        return broken(told, self._fix(unsure, needed - counted), facts)

    def _given(self, dossier: Dossier) -> dict[str, Decimal]:
        """By source, what its lines in the budget come to."""
        given: dict[str, Decimal] = {}
        for line in dossier.lines:
            if line.source and (self.in_kind or line.kind != "in_kind"):
                given[line.source] = given.get(line.source, ZERO) + line.amount
        return given

    def _is_sure(self, source: Source) -> bool:
        shown = source.has_evidence or not self.evidence
        return shown and (source.status == "confirmed" or not self.confirmed)

    def _fix(self, unsure: list[Source], short: Decimal) -> str:
        bare = [one.name for one in unsure if self.evidence and not one.has_evidence]
        promised = [one.name for one in unsure if self.confirmed and one.status != "confirmed"]
        fix = [_("%(short)s more is needed.") % {"short": money(short)}]
        if bare:
            fix.append(_("Add evidence of what these give: %(names)s.") % {"names": joined(bare)})
        if promised:
            fix.append(_("Have it confirmed by: %(names)s.") % {"names": joined(promised)})
        return " ".join(fix)
