"""Reads of the codelists."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone

from backend.codelists.models import Country, GroupMembership


def countries_in_groups(groups: Iterable[str]) -> QuerySet[Country]:
    """The countries that are members of any of the groups today."""
    today = timezone.now().date()
    members = GroupMembership.objects.filter(group__in=list(groups)).valid_on(today)
    return Country.objects.filter(pk__in=members.values("country"))


def countries_in_regions(regions: Iterable[str]) -> QuerySet[Country]:
    """The countries of the regions, at any depth (M49 is at most four levels deep)."""
    codes = list(regions)
    return Country.objects.filter(
        Q(region__in=codes)
        | Q(region__parent__in=codes)
        | Q(region__parent__parent__in=codes)
        | Q(region__parent__parent__parent__in=codes)
    )
