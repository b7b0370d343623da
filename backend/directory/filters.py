"""Ways to narrow the lists of institutions and experts."""

from __future__ import annotations

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from backend.codelists.models import Country, CountryGroup, Field, Goal, Language, Region, Sector
from backend.codelists.selectors import countries_in_groups, countries_in_regions
from backend.common.filters import Codes, OpenFilterSet, Words
from backend.common.languages import written_in
from backend.common.text import fold
from backend.directory.models import (
    Expert,
    Institution,
    LanguageSkill,
    Passage,
    Proposal,
    ProposalStatus,
)


class ProfileFilter(OpenFilterSet):
    """``country=KEN&country=UGA`` means either; different filters must all hold."""

    country = Codes(queryset=Country.objects.all())
    region = Codes(queryset=Region.objects.all(), method="in_region")
    group = Codes(queryset=CountryGroup.objects.all(), method="in_group")
    sdg = Codes(field_name="sdgs", queryset=Goal.objects.all())
    sector = Codes(field_name="sectors", queryset=Sector.objects.all())
    field = Codes(field_name="fields", queryset=Field.objects.all())
    q = django_filters.CharFilter(method="with_words", label=_("words in name or evidence"))

    def in_region(self, queryset: QuerySet, name: str, regions: QuerySet) -> QuerySet:
        if not regions:
            return queryset
        return queryset.filter(country__in=countries_in_regions(r.pk for r in regions))

    def in_group(self, queryset: QuerySet, name: str, groups: QuerySet) -> QuerySet:
        if not groups:
            return queryset
        return queryset.filter(country__in=countries_in_groups(g.pk for g in groups))

    def with_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Every word stands in a name or in a passage that is shown."""
        for word in value.split()[:10]:
            in_text = Exists(shown_passages().filter(text__icontains=word))
            queryset = queryset.filter(Q(search_names__contains=fold(word)) | in_text)
        return queryset


def shown_passages() -> QuerySet[Passage]:
    """The passages of the profile at hand that everybody may read."""
    return Passage.objects.filter(profile=OuterRef("pk"), hidden=False)


def in_languages(languages: QuerySet) -> QuerySet[Passage]:
    """Those of them that are written in any of the languages."""
    return shown_passages().filter(written_in(Passage, [language.pk for language in languages]))


class InstitutionFilter(ProfileFilter):
    type = Words(choices=Institution.Type)
    language = Codes(queryset=Language.objects.all(), method="writing_in")

    def writing_in(self, queryset: QuerySet, name: str, languages: QuerySet) -> QuerySet:
        """Those with evidence in any of the languages."""
        if not languages:
            return queryset
        return queryset.filter(Exists(in_languages(languages)))


class ExpertFilter(ProfileFilter):
    language = Codes(queryset=Language.objects.all(), method="speaking")
    institution = Codes(field_name="affiliations__institution", queryset=Institution.objects.all())

    def speaking(self, queryset: QuerySet, name: str, languages: QuerySet) -> QuerySet:
        """Who speaks any of them; where nothing is said of languages, who writes in them."""
        if not languages:
            return queryset
        skills = LanguageSkill.objects.filter(expert=OuterRef("pk"))
        speaks = Exists(skills.filter(language__in=languages))
        return queryset.filter(speaks | (~Exists(skills) & Exists(in_languages(languages))))


class ProposalFilter(django_filters.FilterSet):
    status = Words(choices=ProposalStatus.choices)
    expert = Codes(field_name="source__expert", queryset=Expert.objects.all())

    class Meta:
        model = Proposal
        fields: tuple[str, ...] = ()
