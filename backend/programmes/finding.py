"""Who would fill what a programme's rules lack: for an idea, or for a proposal."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from backend.codelists.models import Country
from backend.matches.services import Exchange, PartnerFound
from backend.programmes.missing import Lack, missing
from backend.programmes.missing_words import sentence
from backend.programmes.models import Programme, ProgrammeRule, ProjectIdea, Proposal
from backend.programmes.models.idea import CONCERNED
from backend.programmes.partnering import exchange_of, rank
from backend.programmes.rules.base import Rule
from backend.programmes.rules.countries import OtherCountries, ParticipatingCountries
from backend.programmes.rules.letters import lacking
from backend.programmes.rules.parameters import BadParameters
from backend.programmes.rules.regions import Reach, Regions, reach_of
from backend.programmes.rules.registry import read_rule
from backend.programmes.selectors.dossier import dossier_of
from backend.programmes.selectors.ideas import joined_institutions
from backend.programmes.selectors.places import Places, places_on

FOUND_BY = (ParticipatingCountries.key, OtherCountries.key, Regions.key)


@dataclass(frozen=True)
class Plan:
    """What takes part so far: countries (the applicant's first), and the institutions that need
    not be found any more; what is offered and sought; and whose letters are complete."""

    countries: list[str]
    out: list[UUID]
    exchange: Exchange
    endorsed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Filled:
    """What lacks, in words, by which rule of the programme, and the institutions that fill it."""

    lack: Lack
    sentence: str
    rule: ProgrammeRule
    institutions: list[PartnerFound]


@dataclass(frozen=True)
class Missing:
    day: datetime.date
    countries: list[str]
    reach: Reach
    lacks: list[Filled]


def plan_of_idea(idea: ProjectIdea) -> Plan:
    """The countries of those who have joined; those who are only asked count for nothing yet."""
    joined = joined_institutions(idea)
    asked = idea.partners.filter(status__in=CONCERNED).order_by()
    out = [idea.institution_id, *asked.values_list("institution", flat=True)]
    countries = [one.country_id for one in joined if one.country_id]
    return Plan(list(dict.fromkeys(countries)), out, exchange_of(idea))


def plan_of_proposal(proposal: Proposal, day: datetime.date) -> Plan:
    """As the rules see it; what it seeks is what its idea sought."""
    dossier = dossier_of(proposal, day)
    taking_part = proposal.partners.filter(left_at__isnull=True).order_by()
    letters = {one.country: one for one in dossier.letters}
    parts = ("signature", "scan")
    endorsed = [one for one in dossier.countries if not lacking(letters.get(one), parts)]
    own = proposal.institution.country_id
    countries = sorted(dossier.countries, key=lambda one: one != own)
    out = list(taking_part.values_list("institution", flat=True))
    return Plan(countries, out, _exchange(proposal), frozenset(endorsed))


def _exchange(proposal: Proposal) -> Exchange:
    if proposal.idea:
        return exchange_of(proposal.idea)
    return Exchange(f"{proposal.title}. {proposal.outcome}", language=proposal.language)


def find_missing(plan: Plan, programme: Programme, day: datetime.date, k: int) -> Missing:
    """Up to ``k`` institutions for each lack. Raises ``EncoderUnavailable``."""
    rows = list(_rules(programme, day))
    places = places_on(day, set(Country.objects.order_by().values_list("pk", flat=True)))
    lacks = missing(
        plan.countries, places.groups, places.regions, [one for _, one in rows], plan.endorsed
    )
    free = set(places.regions) - set(plan.countries)
    fill = {lack: _countries(lack, free, places) for lack in lacks}
    by_rule = {rule.key: row for row, rule in rows}
    wanted = set().union(*fill.values()) if fill else set()
    ranking = rank(plan.exchange, plan.out, wanted) if wanted else None
    chains = ((code, places.regions_of(code)) for code in plan.countries)
    return Missing(
        day,
        plan.countries,
        reach_of(chains),
        [
            Filled(
                lack,
                sentence(lack, places.names),
                by_rule[lack.rule],
                ranking.best(k, fill[lack]) if ranking and fill[lack] else [],
            )
            for lack in lacks
        ],
    )


def _rules(programme: Programme, day: datetime.date) -> Iterable[tuple[ProgrammeRule, Rule]]:
    """Of the first stage, which is the one that is being prepared."""
    rows = programme.rules.valid_on(day).for_stage(programme.stages[0])
    for row in rows.filter(rule__in=FOUND_BY):
        try:
            yield row, read_rule(row.rule, row.parameters)
        except BadParameters:
            continue  # the check of a proposal says so; here it can't be read


def _countries(lack: Lack, free: Collection[str], places: Places) -> set[str]:
    return {
        code
        for code in free
        if lack.is_filled_by(code, places.groups_of(code), places.regions_of(code))
    }
