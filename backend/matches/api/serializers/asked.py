"""What may be asked for, as JSON."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from backend.codelists.models import Country, CountryGroup, Goal, Language, Sector
from backend.codelists.selectors import countries_in_groups
from backend.common.fields import ChoicesField, ReferenceField
from backend.common.names import primary
from backend.directory.api.fields import LanguageTagField
from backend.directory.models import Institution, Profile
from backend.matches.selectors import Criteria
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


class MatchRequestSerializer(serializers.Serializer):
    """What to look for. Everything but the text narrows who is proposed."""

    text = serializers.CharField()
    language = LanguageTagField(required=False, allow_blank=True, allow_null=True)
    k = serializers.IntegerField(min_value=1, max_value=MOST, default=10)
    panel = panel_size()
    kinds = ChoicesField(choices=Profile.Kind.choices, required=False)
    countries = codes(Country)
    groups = codes(CountryGroup)
    languages = codes(Language)
    sdgs = codes(Goal)
    sectors = codes(Sector)
    available_from = serializers.DateField(required=False, allow_null=True)
    exclude_institutions = codes(Institution)

    def validate_text(self, text: str) -> str:
        return check_need_text(text)

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


class MatchRunRequestSerializer(serializers.Serializer):
    """How many candidates to keep, and how many of them are to cover the need together."""

    k = serializers.IntegerField(min_value=1, max_value=MOST, default=50)
    panel = panel_size()
