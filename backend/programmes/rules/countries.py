"""Which countries take part, and how many."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.common.names import joined
from backend.programmes.dossier import Dossier
from backend.programmes.rules.base import Finding, Rule
from backend.programmes.rules.letters import PARTS, complete
from backend.programmes.rules.parameters import GROUP, code, one_of, parameter, some, whole
from backend.programmes.rules.saying import broken, kept


def of_group(dossier: Dossier, group: str) -> list[str]:
    """The participating countries that are members on the day; all where no group is named."""
    members = {one.country for one in dossier.partners if not group or group in one.groups}
    return [country for country in dossier.countries if country in members]


def _more(number: int, dossier: Dossier, group: str) -> str:
    said = {"number": number, "group": dossier.named(group)}
    if not group:
        return _("Win partners in further countries, at least: %(number)d.") % said
    return _("Win partners in further countries of %(group)s, at least: %(number)d.") % said


@dataclass(frozen=True)
class ParticipatingCountries(Rule):
    """At least so many countries take part, counting those of a group on the day of the check."""

    key = "participating-countries"
    title = gettext_lazy("Least number of participating countries")

    least: int = parameter(whole(1))
    group: str = parameter(code(GROUP, "G77"), "")

    def check(self, dossier: Dossier) -> Finding:
        counted = of_group(dossier, self.group)
        outside = [one for one in dossier.countries if one not in counted]
        facts = {"countries": counted, "not_counted": outside, "least": self.least}
        told = self._told(dossier, counted, outside)
        if len(counted) >= self.least:
            return kept(told, facts)
        fix = _more(self.least - len(counted), dossier, self.group)
        # Too few whatever the group's list says, or by a list that nobody has checked.
        certain = len(dossier.countries) < self.least
        certain = certain or self.group not in dossier.unconfirmed_groups
        return broken(told, fix, facts, confirmed=certain)

    def _told(self, dossier: Dossier, counted: list[str], outside: list[str]) -> str:
        said = {
            "number": len(counted),
            "least": self.least,
            "names": joined(map(dossier.named, counted)) or "–",
            "group": dossier.named(self.group),
            "outside": joined(map(dossier.named, outside)),
        }
        text = _("%(number)d of at least %(least)d: %(names)s.") % said
        if outside:
            text += " " + _("Not of %(group)s on that day: %(outside)s.") % said
        if self.group in dossier.unconfirmed_groups:
            text += " " + _("The list of members of %(group)s has not been checked.") % said
        return text


@dataclass(frozen=True)
class OtherCountries(Rule):
    """At least so many countries besides the applicant's have given their word in a letter."""

    key = "other-countries"
    title = gettext_lazy("Other countries that have endorsed it in writing")

    least: int = parameter(whole(1))
    parts: tuple[str, ...] = parameter(some(one_of(PARTS), least=1), tuple(PARTS))

    def check(self, dossier: Dossier) -> Finding:
        own = dossier.applicant.country if dossier.applicant else ""
        others = [one for one in dossier.countries if one != own]
        endorsed = [one for one in complete(dossier, self.parts) if one != own]
        waiting = [one for one in others if one not in endorsed]
        facts = {"endorsed": endorsed, "waiting": waiting, "least": self.least}
        said = {
            "number": len(endorsed),
            "least": self.least,
            "names": joined(map(dossier.named, endorsed)) or "–",
        }
        told = _("%(number)d of at least %(least)d: %(names)s.") % said
        if len(endorsed) >= self.least:
            return kept(told, facts)
        return broken(told, self._fix(dossier, len(endorsed), waiting), facts)

    def _fix(self, dossier: Dossier, endorsed: int, waiting: list[str]) -> str:
        """Letters of those who take part, as far as they go; the rest must be won first."""
        fix = []
        if waiting:
            names = joined(map(dossier.named, waiting))
            fix.append(_("Get complete letters from %(names)s.") % {"names": names})
        if (more := self.least - endorsed - len(waiting)) > 0:
            fix.append(_more(more, dossier, ""))
        return " ".join(fix)
