"""A ranking as JSON. Contact data has no field here, so none can get out."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from backend.codelists.models import Country, CountryGroup, Goal, Language, Sector
from backend.codelists.selectors import countries_in_groups
from backend.common.fields import ChoicesField, ReferenceField
from backend.common.names import primary
from backend.directory.api.fields import LanguageTagField
from backend.directory.models import Institution, Profile
from backend.directory.selectors import workplace
from backend.matches.models import Match, MatchRun
from backend.matches.selectors import Criteria
from backend.needs.validation import check_need_text

MOST = 100  # candidates in one answer


def codes(model: Any) -> Any:
    """Known codes of a codelist."""
    return ReferenceField(queryset=model._default_manager.all(), many=True, required=False)


class MatchRequestSerializer(serializers.Serializer):
    """What to look for. Everything but the text narrows who is proposed."""

    text = serializers.CharField()
    language = LanguageTagField(required=False, allow_blank=True, allow_null=True)
    k = serializers.IntegerField(min_value=1, max_value=MOST, default=10)
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


class MatchedProfileSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=Profile.Kind.choices)
    name = serializers.CharField()
    names = serializers.DictField(child=serializers.CharField())
    country = serializers.CharField(source="country_id", allow_null=True)
    institution = serializers.SerializerMethodField()
    demo = serializers.BooleanField()

    def get_institution(self, profile: Profile) -> str | None:
        """Where the person works, or the institution's own name."""
        return institution_name(profile)


def institution_name(profile: Profile) -> str | None:
    """The name of the institution a candidate is, or works at today."""
    if profile.kind == Profile.Kind.INSTITUTION:
        return profile.name
    return workplace(profile.expert) or None


class ReasonSerializer(serializers.Serializer):
    passage = serializers.CharField(source="text")
    kind = serializers.CharField(source="passage.kind")
    year = serializers.IntegerField(source="passage.year", allow_null=True)
    attestation = serializers.CharField(source="passage.attestation")
    language = serializers.CharField()
    contribution = serializers.FloatField()
    shared_terms = serializers.ListField(child=serializers.CharField())


class AnsweredSerializer(serializers.Serializer):
    rank = serializers.IntegerField()
    score = serializers.FloatField()
    profile = MatchedProfileSerializer()
    reasons = ReasonSerializer(many=True)
    shared_terms = serializers.ListField(child=serializers.CharField())


class ExcludedSerializer(serializers.Serializer):
    rule = serializers.CharField()
    count = serializers.IntegerField()


class AnswerSerializer(serializers.Serializer):
    """Candidates, best first, and how many each hard rule left out."""

    language = serializers.CharField()
    matches = AnsweredSerializer(many=True)
    excluded = ExcludedSerializer(many=True)


class StoredReasonSerializer(ReasonSerializer):
    """A reason as it was quoted when the ranking was made."""

    passage = serializers.CharField()
    kind = serializers.CharField()
    year = serializers.IntegerField(allow_null=True)
    attestation = serializers.CharField()


class MatchSerializer(serializers.ModelSerializer):
    profile = MatchedProfileSerializer()
    reasons = StoredReasonSerializer(many=True)
    shared_terms = serializers.ListField(child=serializers.CharField())
    features = serializers.DictField(child=serializers.FloatField())

    class Meta:
        model = Match
        fields = ("rank", "score", "profile", "reasons", "shared_terms", "features")


class MatchRunSerializer(serializers.ModelSerializer):
    """A ranking asked for: how far it has come, and what came of it."""

    matches = MatchSerializer(many=True, read_only=True)
    excluded = ExcludedSerializer(many=True, read_only=True)
    parameters = serializers.DictField(read_only=True)
    versions = serializers.DictField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = MatchRun
        fields = (
            "id",
            "need",
            "status",
            "progress",
            "error",
            "parameters",
            "versions",
            "created_at",
            "finished_at",
            "excluded",
            "matches",
        )
        read_only_fields = fields
