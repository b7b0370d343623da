"""Experts, with what they speak, when they can work, and where they have worked."""

from __future__ import annotations

from typing import Any, cast

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.fields import SkipField
from rest_framework.validators import UniqueValidator

from backend.codelists.models import Language
from backend.common.fields import ReferenceField
from backend.directory.api.fields import IdentifierField
from backend.directory.api.serializers.checks import (
    all_different,
    check_order,
)
from backend.directory.api.serializers.profiles import ProfileSerializer
from backend.directory.api.serializers.rows import RowSerializer
from backend.directory.models import (
    Affiliation,
    AvailabilityPeriod,
    Contact,
    Expert,
    LanguageSkill,
)
from backend.directory.permissions import refuse_delegates
from backend.directory.selectors import is_secretariat, own_profile_ids
from backend.directory.validation import EARLIEST_YEAR, LATEST_YEAR, check_orcid


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
    name = serializers.SerializerMethodField()
    start_year = serializers.IntegerField(
        min_value=EARLIEST_YEAR, max_value=LATEST_YEAR, required=False, allow_null=True
    )
    end_year = serializers.IntegerField(
        min_value=EARLIEST_YEAR, max_value=LATEST_YEAR, required=False, allow_null=True
    )

    class Meta:
        model = Affiliation
        fields = ("institution", "name", "position", "start_year", "end_year")

    def get_name(self, affiliation: Affiliation) -> str | None:
        """The institution's name; none where it is not listed, and not for the caller to see."""
        institution = affiliation.institution
        if not institution.is_listed and not self._sees(affiliation):
            return None
        return institution.name

    def _sees(self, affiliation: Affiliation) -> bool:
        seen = cast("dict[str, Any]", self.context).setdefault("seen_by_caller", {})
        if not seen:  # asked once, however many rows there are
            user = self.context["request"].user
            seen.update(officer=is_secretariat(user), own=set(own_profile_ids(user)))
        mine = {affiliation.institution_id, affiliation.expert_id} & seen["own"]
        return seen["officer"] or bool(mine)

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
        check=check_orcid,
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

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        """What only the expert says, a delegate can't."""
        said = ("consent_listed", "last_confirmed")
        if self.instance and any(
            name in values and values[name] != getattr(self.instance, name) for name in said
        ):
            refuse_delegates(self.context["request"].user, self.instance)
        return values

    def validate_languages(self, rows: list[dict]) -> list[dict]:
        return all_different(rows, "language")

    def validate_availability(self, rows: list[dict]) -> list[dict]:
        return all_different(rows, "start", "end")

    def validate_affiliations(self, rows: list[dict]) -> list[dict]:
        return all_different(rows, "institution", "start_year")


class ExpertWithContactSerializer(ExpertSerializer):
    """With what is for officers and the expert: contact data, and sectors that are not wanted."""

    contact = ContactSerializer(required=False)

    class Meta:
        model = Expert
        fields = (*ExpertSerializer.Meta.fields, "sectors_not_wanted", "contact")
        read_only_fields = ProfileSerializer.READ_ONLY


class InvitationSerializer(serializers.Serializer):
    """An invitation just made. The link is in no other answer."""

    link = serializers.URLField()
    expires = serializers.DateTimeField()
    mailed = serializers.BooleanField()
