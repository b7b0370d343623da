"""Hard rules as conditions on profiles, the same as the engine's ``eligibility``."""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When

from backend.directory.models import AvailabilityPeriod, Expert, LanguageSkill, Profile
from backend.directory.selectors import current_affiliations


@dataclass(frozen=True)
class Criteria:
    """What a candidate must be. Empty: anything goes. ``languages`` must all be spoken."""

    kinds: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    available_from: datetime.date | None = None
    exclude_institutions: tuple[UUID, ...] = ()

    def as_json(self) -> dict:
        day = self.available_from
        return {
            **asdict(self),
            "available_from": day.isoformat() if day else None,
            "exclude_institutions": [str(one) for one in self.exclude_institutions],
        }

    @classmethod
    def from_json(cls, kept: dict) -> Criteria:
        """As ``as_json`` has put them down."""
        day = kept["available_from"]
        return cls(
            tuple(kept["kinds"]),
            tuple(kept["countries"]),
            tuple(kept["languages"]),
            datetime.date.fromisoformat(day) if day else None,
            tuple(UUID(one) for one in kept["exclude_institutions"]),
        )


RULES = ("kind", "conflict", "country", "language", "availability", "load")


def broken_rules(criteria: Criteria) -> dict[str, Q]:
    """For each rule in force, who breaks it, in the order in which a reason is named."""
    rules: dict[str, Q] = {}
    if criteria.kinds:
        rules["kind"] = ~Q(kind__in=criteria.kinds)
    if criteria.exclude_institutions:
        rules["conflict"] = _conflict(criteria.exclude_institutions)
    if criteria.countries:
        rules["country"] = ~Q(country__in=criteria.countries) | Q(country__isnull=True)
    if criteria.languages:
        rules["language"] = _language_not_spoken(criteria.languages)
    if criteria.available_from:
        rules["availability"] = _not_available(criteria.available_from)
    # Few take no work at all: they are looked up, where a join would go through everybody.
    rules["load"] = Q(pk__in=Expert.objects.filter(max_open_engagements=0).order_by().values("pk"))
    return rules


def _conflict(institutions: tuple[UUID, ...]) -> Q:
    working_there = current_affiliations().filter(
        expert=OuterRef("pk"), institution__in=institutions
    )
    return Q(pk__in=institutions) | Q(Exists(working_there))


def _language_not_spoken(languages: tuple[str, ...]) -> Q:
    missing = Q()
    for code in languages:
        spoken = LanguageSkill.objects.filter(expert=OuterRef("pk"), language=code)
        missing |= ~Q(Exists(spoken))
    return Q(kind=Profile.Kind.EXPERT) & missing


def _not_available(day: datetime.date) -> Q:
    periods = AvailabilityPeriod.objects.filter(expert=OuterRef("pk"))
    holding = periods.filter(start__lte=day, end__gte=day)
    return Q(Exists(periods)) & ~Q(Exists(holding))


def eligible(criteria: Criteria) -> QuerySet[Profile]:
    """The listed profiles that break no rule."""
    profiles = Profile.objects.listed()
    for broken in broken_rules(criteria).values():
        profiles = profiles.exclude(broken)
    return profiles


def excluded_counts(criteria: Criteria) -> list[dict]:
    """How many listed profiles each rule leaves out; each counts for the first it breaks."""
    whens = [When(broken, then=Value(rule)) for rule, broken in broken_rules(criteria).items()]
    first = Case(*whens, default=Value(""), output_field=CharField())
    counted = Profile.objects.listed().annotate(rule=first).exclude(rule="").order_by()
    counts = dict(counted.values_list("rule").annotate(Count("pk")))
    return [
        {"rule": rule, "count": counts[rule]} for rule in broken_rules(criteria) if rule in counts
    ]
