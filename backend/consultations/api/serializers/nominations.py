"""What nominations look like over HTTP, to officers and to the focal points that are asked."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backend.codelists.fields import LanguageTagField
from backend.common.fields import ReferenceField
from backend.consultations.api.serializers.invitations import LONGEST, AskedUntil, TermsSerializer
from backend.consultations.models import (
    Nomination,
    NominationStatus,
    NominationStep,
    Nominee,
    NomineeStatus,
    ShortlistEntry,
)
from backend.consultations.nominating import STEPS
from backend.consultations.selectors import who_works_there
from backend.consultations.services.invitations import Asking
from backend.consultations.services.nominees import Proposed
from backend.directory.api.serializers.on_behalf import SaysOnBehalf
from backend.directory.models import Expert, Institution


class NomineeSerializer(serializers.ModelSerializer):
    """One of the institution's people. Contact data has no field here."""

    status = serializers.ChoiceField(choices=NomineeStatus.choices, read_only=True)
    expert = serializers.UUIDField(source="expert_id", read_only=True)
    name = serializers.CharField(source="expert.name", read_only=True)

    class Meta:
        model = Nominee
        fields = ("id", "expert", "name", "status", "statement", "reason", "created_at")
        read_only_fields = fields


class NominationSerializer(serializers.ModelSerializer):
    """A nomination. ``asked_for``: who asks for help; ``institution``: who is to name somebody."""

    status = serializers.ChoiceField(choices=NominationStatus.choices, read_only=True)
    request = serializers.UUIDField(source="request_id", read_only=True)
    title = serializers.CharField(source="request.need.title", read_only=True)
    asked_for = serializers.CharField(source="request.need.institution.name", read_only=True)
    institution = serializers.UUIDField(source="institution_id", read_only=True)
    name = serializers.CharField(source="institution.name", read_only=True)
    nominees = NomineeSerializer(many=True, read_only=True)

    class Meta:
        model = Nomination
        fields: tuple[str, ...] = (
            *("id", "request", "title", "asked_for", "institution", "name", "status", "message"),
            *("answer_by", "nominees", "created_at", "version"),
        )
        read_only_fields: tuple[str, ...] = fields


class NominationStepTakenSerializer(serializers.ModelSerializer):
    class Meta:
        model = NominationStep
        fields = (
            *("step", "source", "target", "created_at", "reason", "channel", "told_on", "evidence"),
        )


class NominationDetailSerializer(NominationSerializer):
    """One nomination, with the need, its terms, and the steps that the reader may take now."""

    need = serializers.CharField(source="request.need.text", read_only=True)
    need_language = serializers.CharField(source="request.need.language", read_only=True)
    terms = TermsSerializer(source="request", read_only=True)
    steps = NominationStepTakenSerializer(many=True, read_only=True)
    allowed_steps = serializers.SerializerMethodField()

    class Meta(NominationSerializer.Meta):
        fields = (
            *NominationSerializer.Meta.fields,
            *("need", "need_language", "terms", "steps", "allowed_steps"),
        )
        read_only_fields = fields

    def get_allowed_steps(self, nomination: Nomination) -> list[str]:
        return STEPS.allowed(nomination, self.context["request"].user)


class NominationAskingSerializer(AskedUntil):
    """Which institution is asked, and which of its people it is to release (``clear``: entries).

    ``answer_by`` left out: as the setting says.
    """

    institution = ReferenceField(queryset=Institution.objects.listed())
    clear = ReferenceField(queryset=ShortlistEntry.objects.none(), many=True, required=False)
    message = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True)

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        if "asked" in self.context:  # the request, whose shortlist they are of
            rows = self.context["asked"].shortlist.select_related("profile")
            # With many=True the field is a list that has such a field as its child.
            fields["clear"].child_relation.queryset = rows  # type: ignore[attr-defined]  # typed as a plain field
        return fields

    def get_asking(self) -> Asking:
        names = ("answer_by", "message")
        return Asking(**{k: v for k, v in self.validated_data.items() if k in names})


class _OfInstitution(SaysOnBehalf):
    """An answer is the institution's; ``nomination`` of the context is what it is to."""

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        self.check_on_behalf(given)
        return given


class ProposeSerializer(_OfInstitution):
    """An expert of the directory who works there, or somebody new by name.

    ``email``: where somebody new is written to about the draft of a profile.
    """

    expert = ReferenceField(queryset=Expert.objects.none(), required=False)
    name = serializers.CharField(max_length=300, required=False)
    email = serializers.EmailField(max_length=254, required=False)
    statement = serializers.CharField(max_length=LONGEST)
    language = LanguageTagField(required=False, allow_blank=True)

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        if "nomination" in self.context:
            rows = who_works_there(self.context["nomination"])
            fields["expert"].queryset = rows  # type: ignore[attr-defined]  # typed as a plain field
        return fields

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if ("expert" in given) == ("name" in given):
            told = _("Name an expert of the directory (expert), or somebody new (name).")
            raise serializers.ValidationError({"expert": told})
        return super().validate(given)

    def get_proposed(self) -> Proposed:
        names = ("expert", "name", "email", "statement")
        given = {name: self.validated_data[name] for name in names if name in self.validated_data}
        return Proposed(language=self.validated_data.get("language") or "en", **given)


class OfNomineeSerializer(_OfInstitution):
    """Which of the people is meant."""

    nominee = ReferenceField(queryset=Nominee.objects.none())

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        if "nomination" in self.context:
            rows = self.context["nomination"].nominees.all()
            fields["nominee"].queryset = rows  # type: ignore[attr-defined]  # typed as a plain field
        return fields


class RefuseSerializer(OfNomineeSerializer):
    reason = serializers.CharField(max_length=LONGEST)


class DeclineNominationSerializer(_OfInstitution):
    reason = serializers.CharField(max_length=LONGEST)
