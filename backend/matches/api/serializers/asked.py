"""What may be asked for, as JSON."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from backend.codelists.fields import LanguageTagField
from backend.codelists.models import Country, CountryGroup, Goal, Language, Sector
from backend.codelists.selectors import countries_in_groups
from backend.common.fields import ChoiceField, ChoicesField, ReferenceField
from backend.common.names import primary
from backend.directory.models import Institution, Profile
from backend.matches.selectors import Criteria, left_out
from backend.matches.selectors.eligibility import RULES
from backend.needs.validation import check_need_text

MOST = 100  # candidates in one answer
PANEL = (2, 10)  # members, at least and at most


def panel_size() -> serializers.IntegerField:
    least, most = PANEL
    return serializers.IntegerField(
        min_value=least, max_value=most, required=False, allow_null=True
    )


def codes(model: Any) -> Any:
    """Known codes of a codelist."""
    return ReferenceField(queryset=model._default_manager.all(), many=True, required=False)


class CriteriaSerializer(serializers.Serializer):
    """The hard rules: what narrows who is proposed."""

    kinds = ChoicesField(choices=Profile.Kind.choices, required=False)
    countries = codes(Country)
    groups = codes(CountryGroup)
    languages = codes(Language)
    available_from = serializers.DateField(required=False, allow_null=True)
    exclude_institutions = codes(Institution)

    def criteria(self) -> Criteria:
        """The hard rules asked for. Countries and groups: in any of them."""
        given = self.validated_data
        countries = {country.pk for country in given.get("countries", [])}
        if groups := given.get("groups"):
            members = countries_in_groups(group.pk for group in groups)
            countries |= set(members.values_list("pk", flat=True)) or {""}
        return Criteria(
            kinds=tuple(sorted(given.get("kinds", []))),
            countries=tuple(sorted(countries)),
            languages=tuple(primary(language.pk) for language in given.get("languages", [])),
            available_from=given.get("available_from"),
            exclude_institutions=tuple(one.pk for one in given.get("exclude_institutions", [])),
        )


class MatchRequestSerializer(CriteriaSerializer):
    """What to look for, and who is to be proposed.

    ``country`` is where the work is to be done; ``countries`` are those of the candidates.
    """

    text = serializers.CharField()
    language = LanguageTagField(required=False, allow_blank=True, allow_null=True)
    k = serializers.IntegerField(min_value=1, max_value=MOST, default=10)
    panel = panel_size()
    country = ReferenceField(queryset=Country.objects.all(), required=False, allow_null=True)
    sdgs = codes(Goal)
    sectors = codes(Sector)

    def validate_text(self, text: str) -> str:
        return check_need_text(text)


class LeftOutQuerySerializer(serializers.Serializer):
    """Which of those left out to list: by the rule they count for, or a single profile."""

    rule = ChoiceField(choices=RULES, required=False)
    profile = serializers.UUIDField(required=False)

    def found(self, criteria: Criteria) -> QuerySet[Profile]:
        """Those of them whom the criteria leave out."""
        given = self.validated_data
        profiles = left_out(criteria, given.get("rule", ""))
        return profiles.filter(pk=given["profile"]) if "profile" in given else profiles


class LeftOutCriteriaSerializer(CriteriaSerializer, LeftOutQuerySerializer):
    """Criteria as in a question, and which of those they leave out to list."""


class MatchRunRequestSerializer(serializers.Serializer):
    """How many candidates to keep, and how many of them are to cover the need together."""

    k = serializers.IntegerField(min_value=1, max_value=MOST, default=50)
    panel = panel_size()
