"""Which countries a programme's rules still lack: values in, values out, and no database.

What is demanded comes out of the rules themselves (``rules/``), with their parameters, so that the
finder and the check of a proposal can't disagree.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from backend.programmes.rules.base import Rule
from backend.programmes.rules.countries import OtherCountries, ParticipatingCountries
from backend.programmes.rules.regions import WORLD, Reach, Regions, reach_of

Chains = Mapping[str, tuple[str, ...]]  # country → its regions, the widest first


class LackKind(StrEnum):
    COUNTRIES = "countries"  # further ones must take part
    REACH = "reach"  # one elsewhere would make it wider
    LETTERS = "letters"  # of countries other than the applicant's


@dataclass(frozen=True)
class Lack:
    """So many (``number``) countries more, each a member of ``group`` (empty: of any), lying in one
    of ``within`` (empty: anywhere) and in none of ``outside``, which are regions. ``waiting``:
    countries that take part and could give the letters that lack.

    ``rule``: the key of the one that demands it. ``optional``: nothing demands it, but it would
    make the project ``reach`` further.
    """

    kind: LackKind
    rule: str
    number: int
    group: str = ""
    within: frozenset[str] = frozenset()
    outside: frozenset[str] = frozenset()
    reach: str = ""
    optional: bool = False
    waiting: tuple[str, ...] = ()

    def is_filled_by(self, country: str, groups: Collection[str], regions: tuple[str, ...]) -> bool:
        """Whether a country, with its groups and regions, is one of those that lack."""
        if len(self.waiting) >= self.number:
            return False  # those that take part are enough
        if self.group and self.group not in groups:
            return False
        if self.within and not self.within & set(regions):
            return False
        return not self.outside & set(regions)


def missing(
    countries: Iterable[str],
    groups: Mapping[str, Collection[str]],
    regions: Chains,
    rules: Iterable[Rule],
    endorsed: Collection[str] = (),
) -> list[Lack]:
    """What the rules lack, given the participating countries, the applicant's first.

    ``endorsed``: those of them whose letter is complete. What is demanded comes before what would
    only make the project wider.
    """
    taking_part = list(dict.fromkeys(countries))
    found = list(rules)
    group = next((one.group for one in found if isinstance(one, ParticipatingCountries)), "")
    lacks: list[Lack] = []
    for rule in found:
        if isinstance(rule, ParticipatingCountries):
            lacks += _countries(rule, taking_part, groups)
        elif isinstance(rule, OtherCountries):
            lacks += _letters(rule, taking_part, endorsed, group)
        elif isinstance(rule, Regions):
            lacks += _reach(rule, taking_part, regions, group)
    return sorted(lacks, key=lambda one: one.optional)


def _countries(
    rule: ParticipatingCountries, countries: list[str], groups: Mapping[str, Collection[str]]
) -> list[Lack]:
    counted = [one for one in countries if not rule.group or rule.group in groups.get(one, ())]
    more = rule.least - len(counted)
    return [Lack(LackKind.COUNTRIES, rule.key, more, rule.group)] if more > 0 else []


def _letters(
    rule: OtherCountries, countries: list[str], endorsed: Collection[str], group: str
) -> list[Lack]:
    """Letters of countries that take part are a matter of asking them; the others must be won."""
    others = countries[1:]
    waiting = tuple(one for one in others if one not in endorsed)
    more = rule.least - (len(others) - len(waiting))
    return [Lack(LackKind.LETTERS, rule.key, more, group, waiting=waiting)] if more > 0 else []


def _reach(rule: Regions, countries: list[str], regions: Chains, group: str) -> list[Lack]:
    """A country that takes part in reach as far as is wanted; further, where that is a choice."""
    chains = {one: _own(regions.get(one, ())) for one in countries}
    reach = reach_of(chains.items())
    wanted = [Reach(one) for one in rule.reaches]
    wider = [one for one in wanted if _order(one) > _order(reach)]
    if not countries or not wider:
        return []
    if reach in wanted:
        return [_lack(rule, [max(wider, key=_order)], chains, group, optional=True)]
    return [_lack(rule, wider, chains, group)]


def _lack(
    rule: Regions, wider: list[Reach], chains: Chains, group: str, *, optional: bool = False
) -> Lack:
    """The country that would make it reach so far, or, of several ways, by any of them."""
    widest = frozenset(chain[0] for chain in chains.values() if chain)
    finest = frozenset(chain[-1] for chain in chains.values() if chain)
    within, outside = widest, finest
    if Reach.INTER_REGIONAL in wider:
        within = frozenset()
    elif Reach.REGIONAL not in wider:
        within = finest
    if Reach.SUB_REGIONAL in wider or within == finest:
        outside = frozenset()
    elif Reach.REGIONAL not in wider:
        outside = widest
    reach = min(wider, key=_order)
    return Lack(LackKind.REACH, rule.key, 1, group, within, outside, reach, optional)


def _own(chain: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one for one in chain if one != WORLD)


def _order(reach: Reach) -> int:
    return list(Reach).index(reach)
