"""Experts, with what they speak, when they can work, and where they have worked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.fields import SkipField
from rest_framework.validators import UniqueValidator

from backend.codelists.models import Language
from backend.common.fields import ReferenceField
from backend.directory.api.fields import IdentifierField
from backend.directory.api.serializers.checks import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    all_different,
    check_order,
)
from backend.directory.api.serializers.profiles import ProfileSerializer
from backend.directory.api.serializers.rows import RowSerializer
from backend.directory.imports.values import identifiers
from backend.directory.models import (
    Affiliation,
    AvailabilityPeriod,
    Contact,
    Expert,
    LanguageSkill,
)


class LanguageSkillSerializer(RowSerializer):
    code = ReferenceField(source="language", queryset=Language.objects.all())

    class Meta:
        model = LanguageSkill
        fields = ("code", "level")


class AvailabilitySerializer(RowSerializer):
    class Meta:
        model = AvailabilityPeriod
        fields = ("start", "end")

    def validate(self, period: dict) -> dict:
        check_order(None, period, "start", "end")
        return period


class AffiliationSerializer(RowSerializer):
    serializer_related_field = ReferenceField
    name = serializers.CharField(source="institution.name", read_only=True)
    start_year = serializers.IntegerField(
        min_value=EARLIEST_YEAR, max_value=LATEST_YEAR, required=False, allow_null=True
    )
    end_year = serializers.IntegerField(
        min_value=EARLIEST_YEAR, max_value=LATEST_YEAR, required=False, allow_null=True
    )

    class Meta:
        model = Affiliation
        fields = ("institution", "name", "position", "start_year", "end_year")

    def validate(self, values: dict) -> dict:
        check_order(None, values, "start_year", "end_year")
        return values


class ContactSerializer(serializers.ModelSerializer):
    class Meta:
        model = Contact
        fields = ("email", "phone")

    def get_attribute(self, instance: Expert) -> Contact:
        """The expert's, left out where there is none."""
        found = super().get_attribute(instance)
        if found is None:
            raise SkipField
        return found


class ExpertSerializer(ProfileSerializer):
    """An expert. ``contact`` is there only for those with the right to it."""

    orcid = IdentifierField(
        check=identifiers.orcid,
        validators=[
            UniqueValidator(
                Expert.objects.exclude(orcid=""), message=_("Another expert has this ORCID iD.")
            )
        ],
    )
    languages = LanguageSkillSerializer(source="language_skills", many=True, required=False)
    availability = AvailabilitySerializer(many=True, required=False)
    affiliations = AffiliationSerializer(many=True, required=False)

    class Meta:
        model = Expert
        fields = (
            *ProfileSerializer.BASE,
            "gender",
            "languages",
            "countries_worked_in",
            "orcid",
            "availability",
            "max_open_engagements",
            "affiliations",
        )
        read_only_fields = ProfileSerializer.READ_ONLY

    def validate_languages(self, rows: list[dict]) -> list[dict]:
        return all_different(rows, "language")

    def validate_availability(self, rows: list[dict]) -> list[dict]:
        return all_different(rows, "start", "end")

    def validate_affiliations(self, rows: list[dict]) -> list[dict]:
        return all_different(rows, "institution", "start_year")


class ExpertWithContactSerializer(ExpertSerializer):
    contact = ContactSerializer(required=False)

    class Meta:
        model = Expert
        fields = (*ExpertSerializer.Meta.fields, "contact")
        read_only_fields = ProfileSerializer.READ_ONLY
