"""Whether countries work together, or one of them for itself: why most proposals fail."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.common.names import joined
from backend.programmes.dossier import Deed, Dossier
from backend.programmes.rules.base import Finding, Rule
from backend.programmes.rules.parameters import amount, parameter, whole
from backend.programmes.rules.saying import broken, kept, percent, quoted, undecided

ZERO = Decimal(0)


def partners_in(deed: Deed, dossier: Dossier) -> frozenset[str]:
    """The countries of an activity that take part in the project, too."""
    return deed.countries & frozenset(dossier.countries)


def shared(dossier: Dossier) -> list[Deed]:
    """The activities in which more than one country takes part."""
    return [deed for deed in dossier.activities if len(partners_in(deed, dossier)) > 1]


def share_elsewhere(dossier: Dossier) -> Decimal | None:
    """The share of the money asked for that is spent outside the applicant's country, by estimate.

    What an output takes is divided evenly over its activities, and of each over its countries.
    """
    own = dossier.applicant.country if dossier.applicant else ""
    total = elsewhere = Decimal(0)
    for output in dossier.outputs:
        paid = sum((x.amount for x in dossier.lines if x.output == output and not x.source), ZERO)
        deeds = [partners_in(x, dossier) for x in dossier.activities if x.output == output]
        deeds = [countries for countries in deeds if countries]
        if paid and deeds:
            total += paid
            shares = (Decimal(len(one - {own})) / len(one) for one in deeds)
            elsewhere += paid * sum(shares, ZERO) / len(deeds)
    return (elsewhere / total).quantize(Decimal("0.0001")) if total else None


@dataclass(frozen=True)
class SharedActivities(Rule):
    """At least so many activities, and such a share of them, are done by several countries."""

    key = "shared-activities"
    title = gettext_lazy("Not national in nature: countries act together")

    least: int = parameter(whole(1), 1)
    least_share: Decimal = parameter(amount("0", "1"), Decimal(0))

    def check(self, dossier: Dossier) -> Finding:
        together, all_of_them = shared(dossier), dossier.activities
        share = Decimal(len(together)) / len(all_of_them) if all_of_them else Decimal(0)
        said = {"shared": len(together), "all": len(all_of_them)}
        facts = {"shared": [deed.id for deed in together], "all": len(all_of_them)}
        told = _("More than one country takes part in %(shared)d of %(all)d activities.") % said
        if len(together) >= self.least and share >= self.least_share:
            return kept(told, facts)
        alone = [deed for deed in all_of_them if deed not in together]
        fix = _("Let partners of several countries take part in the activities, and say so there.")
        if alone:
            titles = joined(quoted(deed.text) for deed in alone[:3])
            fix += " " + _("Such as: %(titles)s.") % {"titles": titles}
        return broken(told, fix, facts)


@dataclass(frozen=True)
class EveryCountryActs(Rule):
    """Each participating country has a part in the work, and not only in the list of partners."""

    key = "every-country-acts"
    title = gettext_lazy("Every participating country has a part in the activities")

    def check(self, dossier: Dossier) -> Finding:
        acting = {code for deed in dossier.activities for code in deed.countries}
        idle = [code for code in dossier.countries if code not in acting]
        facts = {"idle": idle}
        names = {"names": joined(map(dossier.named, idle))}
        if idle:
            return broken(
                _("In no activity: %(names)s.") % names,
                _("Say in which activities they take part: %(names)s.") % names,
                facts,
            )
        return kept(_("Every participating country takes part in some activity."), facts)


@dataclass(frozen=True)
class CooperativeElement(Rule):
    """Whether the countries cooperate: for a person to judge, on these figures."""

    key = "cooperative-element"
    title = gettext_lazy("The element of cooperation")
    only_judged = True

    def check(self, dossier: Dossier) -> Finding:
        together, elsewhere = len(shared(dossier)), share_elsewhere(dossier)
        told = _("More than one country takes part in %(shared)d of %(all)d activities.") % {
            "shared": together,
            "all": len(dossier.activities),
        }
        told += " " + self._told(elsewhere)
        facts = {
            "shared": together,
            "all": len(dossier.activities),
            "elsewhere": elsewhere,
            "countries": sorted(dossier.countries),
        }
        fix = _("An officer has to judge whether the countries cooperate, and say why.")
        return undecided(told, fix, facts)

    def _told(self, elsewhere: Decimal | None) -> str:
        if elsewhere is None:
            return _("The budget does not tell yet where the money is spent.")
        return _(
            "Of the money asked for, about %(share)s goes to countries other than the applicant’s "
            "(each output’s money divided evenly over its activities and their countries)."
        ) % {"share": percent(elsewhere)}


@dataclass(frozen=True)
class NotInsteadOfOthers(Rule):
    """The money must not take the place of what agencies of the United Nations have for it."""

    key = "not-instead-of-others"
    title = gettext_lazy("Does not replace money of United Nations agencies")
    only_judged = True

    def check(self, dossier: Dossier) -> Finding:
        names = [source.name for source in dossier.sources]
        told = _("No other sources are named.")
        if names:
            told = _("Other sources: %(names)s.") % {"names": joined(names)}
        fix = _("An officer has to judge whether agencies have money for the same work.")
        return undecided(told, fix, {"sources": sorted(names), "title": dossier.title})
