"""Whether it comes in time. The first instant that is too late is the deadline itself."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.programmes.dossier import Dossier
from backend.programmes.rules.base import Finding, Rule
from backend.programmes.rules.saying import broken, instant, kept, undecided


def _in_time(dossier: Dossier, until: datetime.datetime, fix: str) -> Finding:
    at = dossier.handed_in_at
    facts = {"until": until.isoformat(), "zone": dossier.zone}
    said = {"until": instant(until, dossier.zone)}
    told = _("It can be handed in until %(until)s.") % said
    if at is None or at < until:
        return kept(told, facts)
    return broken(_("It is too late: the deadline was %(until)s.") % said, fix, facts)


@dataclass(frozen=True)
class Deadline(Rule):
    """Handed in while the call is open."""

    key = "deadline"
    title = gettext_lazy("Deadline")

    def check(self, dossier: Dossier) -> Finding:
        at, opens, until = dossier.handed_in_at, dossier.opens_at, dossier.closes_at
        if until is None:
            told = _("The call names no deadline for this stage.")
            return undecided(told, _("An officer has to enter the deadline of the call."))
        if opens is not None and at is not None and at < opens:
            said = {"opens": instant(opens, dossier.zone)}
            facts = {"opens": opens.isoformat(), "zone": dossier.zone}
            told = _("The call opens on %(opens)s.") % said
            return broken(told, _("Hand it in once the call is open."), facts)
        return _in_time(dossier, until, _("Wait for the next call."))


@dataclass(frozen=True)
class InternalDeadline(Rule):
    """Handed in early enough to be checked and put right."""

    key = "internal-deadline"
    title = gettext_lazy("Deadline of the secretariat")

    def check(self, dossier: Dossier) -> Finding:
        if dossier.internal_closes_at is None:
            return kept(_("The call has no deadline of its own for the secretariat."))
        fix = _("Talk with the secretariat: little time is left to check it before the deadline.")
        return _in_time(dossier, dossier.internal_closes_at, fix)
