"""Countries with their groups, as of a day, and their regions."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from backend.codelists.models import Country, CountryGroup, GroupMembership, Region


@dataclass(frozen=True)
class Places:
    """``names``: of countries, groups and regions, in the reader's language."""

    groups: Mapping[str, frozenset[str]]
    regions: Mapping[str, tuple[str, ...]]
    unconfirmed_groups: frozenset[str]
    names: dict[str, str]

    def groups_of(self, country: str) -> frozenset[str]:
        return self.groups.get(country, frozenset())

    def regions_of(self, country: str) -> tuple[str, ...]:
        """The widest first."""
        return self.regions.get(country, ())


def places_on(day: datetime.date, countries: Collection[str]) -> Places:
    """In five queries, whatever the number of countries."""
    regions = {region.pk: region for region in Region.objects.all()}
    rows = list(Country.objects.filter(pk__in=countries))
    all_groups = list(CountryGroup.objects.all())
    return Places(
        groups=_groups(day, countries),
        regions={row.pk: _chain(row.region_id, regions) for row in rows},
        unconfirmed_groups=frozenset(one.pk for one in all_groups) - _confirmed_groups(),
        names={row.code: row.name for row in [*rows, *regions.values(), *all_groups]},
    )


def _groups(day: datetime.date, countries: Collection[str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    rows = GroupMembership.objects.valid_on(day).filter(country__in=countries)
    for country, group in rows.values_list("country", "group"):
        found.setdefault(country, set()).add(group)
    return {country: frozenset(groups) for country, groups in found.items()}


def _confirmed_groups() -> frozenset[str]:
    """Those with members, all of whom somebody has checked."""
    unsure = Count("pk", filter=Q(confirmed=False))
    rows = GroupMembership.objects.values("group").annotate(unsure=unsure).filter(unsure=0)
    return frozenset(rows.order_by().values_list("group", flat=True))


def _chain(code: str, regions: Mapping[str, Region]) -> tuple[str, ...]:
    chain: list[str] = []
    at: str | None = code
    while at is not None:
        chain.insert(0, at)
        at = regions[at].parent_id
    return tuple(chain)
