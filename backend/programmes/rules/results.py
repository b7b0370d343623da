"""The results framework: an outcome that can be measured, outputs, and work for each of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.common.names import joined
from backend.programmes.dossier import Dossier
from backend.programmes.rules.base import Finding, Rule
from backend.programmes.rules.parameters import parameter, whole
from backend.programmes.rules.saying import broken, kept, quoted


@dataclass(frozen=True)
class OutcomeMeasured(Rule):
    """The intended outcome is named, with indicators that will show it."""

    key = "outcome"
    title = gettext_lazy("Outcome and indicators")

    least: int = parameter(whole(1), 1)

    def check(self, dossier: Dossier) -> Finding:
        number = len(dossier.indicators)
        facts = {"outcome": bool(dossier.outcome.strip()), "indicators": number}
        if not dossier.outcome.strip():
            return broken(_("No outcome is named."), _("Say what will be different."), facts)
        told = _("Indicators of the outcome: %(number)d.") % {"number": number}
        if number >= self.least:
            return kept(told, facts)
        return broken(told, _("Say what will show that the outcome has come."), facts)


@dataclass(frozen=True)
class Outputs(Rule):
    """There is something concrete that the project leaves behind."""

    key = "outputs"
    title = gettext_lazy("Outputs")

    least: int = parameter(whole(1), 1)

    def check(self, dossier: Dossier) -> Finding:
        number = len(dossier.outputs)
        told = _("Outputs: %(number)d.") % {"number": number}
        if number >= self.least:
            return kept(told, {"number": number})
        fix = _("Name outputs that are concrete and can be verified.")
        return broken(told, fix, {"number": number})


@dataclass(frozen=True)
class OutputActivities(Rule):
    """Every output has activities that bring it about."""

    key = "output-activities"
    title = gettext_lazy("Activities of every output")

    least: int = parameter(whole(1), 1)

    def check(self, dossier: Dossier) -> Finding:
        counts = dict.fromkeys(dossier.outputs, 0)
        for deed in dossier.activities:
            if deed.output in counts:
                counts[deed.output] += 1
        bare = [text for key, text in dossier.outputs.items() if counts[key] < self.least]
        facts = {"activities": counts}
        if not bare:
            return kept(_("Every output has its activities."), facts)
        titles = {"titles": joined(map(quoted, bare))}
        told = _("With too few activities: %(titles)s.") % titles
        fix = _(
            "Each output needs activities, at least %(least)d: add them, or leave the output out."
        )
        return broken(told, fix % {"least": self.least}, facts)
