"""How far a project reaches, by the regions of the M49 standard."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.common.names import joined
from backend.programmes.dossier import Dossier
from backend.programmes.rules.base import Finding, Rule
from backend.programmes.rules.parameters import one_of, parameter, some
from backend.programmes.rules.saying import broken, kept

WORLD = "001"


class Reach(StrEnum):
    NATIONAL = "national"
    SUB_REGIONAL = "sub-regional"
    REGIONAL = "regional"
    INTER_REGIONAL = "inter-regional"


NAMES = {
    Reach.NATIONAL: gettext_lazy("national"),
    Reach.SUB_REGIONAL: gettext_lazy("sub-regional"),
    Reach.REGIONAL: gettext_lazy("regional"),
    Reach.INTER_REGIONAL: gettext_lazy("inter-regional"),
}
WIDER = tuple(Reach)[1:]  # what a project between countries can be


def reach_of(places: Iterable[tuple[str, tuple[str, ...]]]) -> Reach:
    """Of countries with their regions, the widest first.

    Countries of several continents are inter-regional; of one continent, regional; all of one
    region of the finest kind that M49 has there, such as Eastern Africa, sub-regional.
    """
    regions = {code: [one for one in chain if one != WORLD] for code, chain in places}
    if len(regions) < 2:
        return Reach.NATIONAL
    if len({chain[0] if chain else code for code, chain in regions.items()}) > 1:
        return Reach.INTER_REGIONAL
    if len({chain[-1] if chain else code for code, chain in regions.items()}) > 1:
        return Reach.REGIONAL
    return Reach.SUB_REGIONAL


@dataclass(frozen=True)
class Regions(Rule):
    """The project reaches as far as the programme wants."""

    key = "regions"
    title = gettext_lazy("Sub-regional, regional or inter-regional")

    reaches: tuple[str, ...] = parameter(some(one_of(WIDER), least=1), WIDER)

    def check(self, dossier: Dossier) -> Finding:
        reach = reach_of((one.country, one.regions) for one in dossier.partners)
        finest = {one.country: one.regions[-1] for one in dossier.partners if one.regions}
        facts = {"reach": str(reach), "regions": finest}
        said = {
            "reach": NAMES[reach],
            "regions": joined(sorted(map(dossier.named, set(finest.values())))),
            "wanted": joined(str(NAMES[Reach(one)]) for one in self.reaches),
        }
        told = _("The project is %(reach)s.")
        if finest:
            told = _("The project is %(reach)s: %(regions)s.")
        if reach in self.reaches:
            return kept(told % said, facts)
        fix = _("Find partners in further countries or regions, so that it is: %(wanted)s.")
        return broken(told % said, fix % said, facts)
