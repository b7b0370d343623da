"""When a project begins, and how long it takes."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.programmes.dossier import Dossier
from backend.programmes.rules.base import Finding, Rule
from backend.programmes.rules.parameters import parameter, whole
from backend.programmes.rules.saying import broken, day, kept, undecided


@dataclass(frozen=True)
class Duration(Rule):
    """Between so many months and so many."""

    key = "duration"
    title = gettext_lazy("Duration")

    most: int = parameter(whole(1))
    least: int = parameter(whole(1), 1)

    def check(self, dossier: Dossier) -> Finding:
        said = {"months": dossier.months, "least": self.least, "most": self.most}
        if dossier.months is None:
            told = _("It does not say yet how long the project takes.")
            return broken(told, _("Enter its duration."), said)
        told = _("Duration in months: %(months)d.") % said
        if self.least <= dossier.months <= self.most:
            return kept(told, said)
        return broken(told, _("Plan for %(least)d to %(most)d months.") % said, said)


@dataclass(frozen=True)
class Start(Rule):
    """The project begins between so many months after the deadline of the call and so many."""

    key = "start"
    title = gettext_lazy("Start of the project")

    least_months: int = parameter(whole(0))
    most_months: int = parameter(whole(0))

    def check(self, dossier: Dossier) -> Finding:
        if dossier.closes_at is None:
            told = _("The call names no deadline for this stage.")
            return undecided(told, _("An officer has to enter the deadline of the call."))
        closes = _last_day(dossier.closes_at, dossier.zone)
        first, last = _later(closes, self.least_months), _later(closes, self.most_months)
        said = {"first": day(first), "last": day(last)}
        facts = {"starts_on": dossier.starts_on, "first": first, "last": last}
        fix = _("Let it start between %(first)s and %(last)s.") % said
        if dossier.starts_on is None:
            return broken(_("It does not say yet when the project starts."), fix, facts)
        told = _("It starts on %(day)s.") % {"day": day(dossier.starts_on)}
        if first <= dossier.starts_on <= last:
            return kept(told, facts)
        return broken(told, fix, facts)


def _last_day(closes_at: datetime.datetime, zone: str) -> datetime.date:
    """The day of the last instant that is in time: midnight closes the day before."""
    return (closes_at - datetime.timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date()


def _later(date: datetime.date, months: int) -> datetime.date:
    """The first day of the month so many months on."""
    at = date.year * 12 + date.month - 1 + months
    return datetime.date(at // 12, at % 12 + 1, 1)
