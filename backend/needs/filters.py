"""Ways to narrow the list of needs."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from backend.codelists.models import Country, CountryGroup, Field, Goal, Language, Region, Sector
from backend.codelists.selectors import countries_in_groups, countries_in_regions
from backend.common.filters import Codes, OpenFilterSet, Words
from backend.common.languages import written_in
from backend.needs.models import Need


class NeedFilter(OpenFilterSet):
    country = Codes(queryset=Country.objects.all())
    region = Codes(queryset=Region.objects.all(), method="in_region")
    group = Codes(queryset=CountryGroup.objects.all(), method="in_group")
    language = Codes(queryset=Language.objects.all(), method="written_in")
    sdg = Codes(field_name="sdgs", queryset=Goal.objects.all())
    sector = Codes(field_name="sectors", queryset=Sector.objects.all())
    field = Codes(queryset=Field.objects.all(), method="in_field")
    help = Words(choices=Need.Help, method="of_kind")
    q = django_filters.CharFilter(method="with_words", label=_("words in title or text"))

    def in_region(self, queryset: QuerySet, name: str, regions: QuerySet) -> QuerySet:
        if not regions:
            return queryset
        return queryset.filter(country__in=countries_in_regions(r.pk for r in regions))

    def in_group(self, queryset: QuerySet, name: str, groups: QuerySet) -> QuerySet:
        if not groups:
            return queryset
        return queryset.filter(country__in=countries_in_groups(g.pk for g in groups))

    def written_in(self, queryset: QuerySet, name: str, languages: QuerySet) -> QuerySet:
        codes = [language.pk for language in languages]
        return queryset.filter(written_in(Need, codes)) if codes else queryset

    def in_field(self, queryset: QuerySet, name: str, fields: QuerySet) -> QuerySet:
        """A field of practice stands for its sectors."""
        if not fields:
            return queryset
        return queryset.filter(sectors__fields__in=fields).distinct()

    def of_kind(self, queryset: QuerySet, name: str, kinds: list[str]) -> QuerySet:
        return queryset.filter(help__overlap=kinds) if kinds else queryset

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        for word in value.split()[:10]:
            queryset = queryset.filter(Q(title__icontains=word) | Q(text__icontains=word))
        return queryset
