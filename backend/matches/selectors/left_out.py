"""Whom the hard rules leave out: each listed profile with the rules it breaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import BooleanField, Case, CharField, Prefetch, QuerySet, Value, When

from backend.codelists.models import Country, Language
from backend.directory.models import Institution, Profile
from backend.directory.selectors import current_affiliations
from backend.matches.selectors.eligibility import Criteria, broken_rules

BREAKS = "breaks_"


@dataclass(frozen=True)
class Asked:
    """Criteria with the rows they name, by key."""

    criteria: Criteria
    countries: Mapping[str, Country]
    languages: Mapping[str, Language]
    institutions: Mapping[UUID, Institution]


def asked(criteria: Criteria) -> Asked:
    """Three queries at most."""
    listed = Institution.objects.listed()
    return Asked(
        criteria,
        Country.objects.in_bulk(criteria.countries),
        Language.objects.in_bulk(criteria.languages),
        listed.in_bulk(criteria.exclude_institutions),
    )


def left_out(criteria: Criteria, rule: str = "") -> QuerySet[Profile]:
    """The listed profiles that break a rule, with what is needed to say why.

    ``first_rule`` is the one each counts for; with ``rule``, only those that count for this one.
    """
    rules = broken_rules(criteria)
    whens = [When(broken, then=Value(name)) for name, broken in rules.items()]
    each = {
        f"{BREAKS}{name}": Case(When(broken, then=True), default=False, output_field=BooleanField())
        for name, broken in rules.items()
    }
    first = Case(*whens, default=Value(""), output_field=CharField())
    found = Profile.objects.listed().annotate(first_rule=first, **each).exclude(first_rule="")
    return _with_values(found.filter(first_rule=rule) if rule else found).order_by("pk")


def _with_values(profiles: QuerySet[Profile]) -> QuerySet[Profile]:
    current = current_affiliations().select_related("institution")
    return profiles.select_related("country", "institution", "expert").prefetch_related(
        Prefetch("expert__affiliations", current),
        "expert__language_skills__language",
        "expert__availability",
    )


def rules_broken_by(profile: Profile) -> list[str]:
    """Of a profile out of ``left_out``, in the order in which rules are named."""
    marks = [name for name, value in vars(profile).items() if name.startswith(BREAKS) and value]
    return [name.removeprefix(BREAKS) for name in marks]
