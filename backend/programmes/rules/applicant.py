"""Who may apply, and how often."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.common.names import joined
from backend.directory.models import Institution
from backend.programmes.dossier import Dossier, Partner
from backend.programmes.rules.base import Finding, Rule
from backend.programmes.rules.parameters import (
    COUNTRY,
    GROUP,
    code,
    flag,
    one_of,
    parameter,
    some,
    whole,
)
from backend.programmes.rules.saying import broken, kept, quoted

Types = Institution.Type
Wrong = tuple[str, str]  # what was found, and what would mend it


@dataclass(frozen=True)
class Applicant(Rule):
    """The applicant is of one of the types, in one of the countries or groups, in the network.

    A list that is empty leaves it open.
    """

    key = "applicant"
    title = gettext_lazy("Who may apply")

    types: tuple[str, ...] = parameter(some(one_of(Types.values)), ())
    countries: tuple[str, ...] = parameter(some(code(COUNTRY, "KEN")), ())
    groups: tuple[str, ...] = parameter(some(code(GROUP, "G77")), ())
    network_members: bool = parameter(flag, False)

    def check(self, dossier: Dossier) -> Finding:
        one = dossier.applicant
        if one is None:
            return broken(_("There is no applicant."), _("Name the institution that applies."))
        facts = {"type": one.type, "country": one.country, "network": one.is_network_member}
        facts["groups"] = sorted(one.groups & set(self.groups))
        plain = [*self._of_type(one), *self._of_country(one, dossier), *self._of_network(one)]
        of_group = list(self._of_group(one, dossier))
        if wrong := plain + of_group:
            found, mend = zip(*wrong, strict=True)
            checked = bool(plain) or not set(self.groups) & dossier.unconfirmed_groups
            return broken(" ".join(found), " ".join(mend), facts, confirmed=checked)
        said = {"institution": one.institution, "type": Types(one.type).label}
        said["country"] = dossier.named(one.country)
        return kept(_("%(institution)s (%(type)s, %(country)s) may apply.") % said, facts)

    def _of_type(self, one: Partner) -> Iterator[Wrong]:
        if self.types and one.type not in self.types:
            may = joined(str(Types(each).label) for each in self.types)
            yield (
                _("%(institution)s is of another type: %(type)s.")
                % {"institution": one.institution, "type": Types(one.type).label},
                _("Let an institution of one of these types apply: %(types)s.") % {"types": may},
            )

    def _of_country(self, one: Partner, dossier: Dossier) -> Iterator[Wrong]:
        if self.countries and one.country not in self.countries:
            may = joined(dossier.named(each) for each in self.countries)
            yield (
                _("The applicant is in %(country)s.") % {"country": dossier.named(one.country)},
                _("Let an institution apply that is in one of these: %(places)s.")
                % {"places": may},
            )

    def _of_group(self, one: Partner, dossier: Dossier) -> Iterator[Wrong]:
        if self.groups and not one.groups & set(self.groups):
            may = joined(dossier.named(each) for each in self.groups)
            yield (
                _("%(country)s belongs to none of these: %(groups)s.")
                % {"country": dossier.named(one.country), "groups": may},
                _("Let an institution apply that is in one of these: %(places)s.")
                % {"places": may},
            )

    def _of_network(self, one: Partner) -> Iterator[Wrong]:
        if self.network_members and not one.is_network_member:
            yield (
                _("%(institution)s is no member of the network on that day.")
                % {"institution": one.institution},
                _("Let a member of the network apply, with this institution as a partner."),
            )


@dataclass(frozen=True)
class ProposalsAYear(Rule):
    """At most so many proposals of an organisation are handed in for the same year."""

    key = "proposals-a-year"
    title = gettext_lazy("Proposals of an organisation in a year")

    most: int = parameter(whole(1), 1)

    def check(self, dossier: Dossier) -> Finding:
        others, drafts = dossier.others_this_year, dossier.drafts_this_year
        said = {"year": dossier.year, "titles": joined(map(quoted, others)), "most": self.most}
        facts = {"others": list(others), "year": dossier.year, "most": self.most}
        if len(others) >= self.most:
            fix = _(
                "An organisation may hand in at most %(most)d a year: withdraw another one, or let "
                "another partner apply."
            )
            found = _("The applicant has handed in for %(year)d already: %(titles)s.")
            return broken(found % said, fix % said, facts)
        found = _("The applicant has handed in nothing else for %(year)d.")
        if others:
            found = _("The applicant has handed in for %(year)d already: %(titles)s.")
        told = found % said
        if drafts:
            told += " " + _("Also being written: %(titles)s.") % {
                "titles": joined(map(quoted, drafts))
            }
        return kept(told, facts)
