"""What invitations look like over HTTP, to officers and to those invited."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backend.common.fields import ChoiceField, ReferenceField
from backend.consultations.answering import STEPS
from backend.consultations.api.serializers.requests import PARTS
from backend.consultations.models import (
    Channel,
    ConsultationRequest,
    Invitation,
    InvitationStatus,
    Refusal,
    ShortlistEntry,
)
from backend.consultations.services import Declined
from backend.consultations.services.invitations import Asking
from backend.directory.api.serializers.on_behalf import SaysOnBehalf

LONGEST = 5_000


class AskedUntil(serializers.Serializer):
    """Something that waits for an answer until a time to come."""

    answer_by = serializers.DateTimeField(required=False)

    def validate_answer_by(self, until: datetime.datetime) -> datetime.datetime:
        if until <= timezone.now():
            raise serializers.ValidationError(_("This is past: give a time to come."))
        return until


class AskingSerializer(AskedUntil):
    """Whom to invite, until when they may answer, with which words, and whether the next follows.

    ``answer_by`` left out: as the setting says.
    """

    entries = ReferenceField(queryset=ShortlistEntry.objects.none(), many=True)
    message = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True)
    then_next = serializers.BooleanField(required=False)

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        if "asked" in self.context:  # the request, whose shortlist they are of
            rows = self.context["asked"].shortlist.select_related("profile", "match")
            # With many=True the field is a list that has such a field as its child.
            fields["entries"].child_relation.queryset = rows  # type: ignore[attr-defined]  # typed as a plain field
        return fields

    def validate_entries(self, entries: list[ShortlistEntry]) -> list[ShortlistEntry]:
        if not entries:
            raise serializers.ValidationError(_("Name at least one entry of the shortlist."))
        return list(dict.fromkeys(entries))

    def get_asking(self) -> Asking:
        given = {k: v for k, v in self.validated_data.items() if k != "entries"}
        return Asking(**given)


class LetterSerializer(serializers.Serializer):
    """A letter as it would be sent."""

    language = serializers.CharField()
    subject = serializers.CharField()
    text = serializers.CharField()


class TermsSerializer(serializers.ModelSerializer):
    """What an expert is asked to take on."""

    serializer_choice_field = ChoiceField
    deliverables = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = ConsultationRequest
        fields = (
            *("track", *PARTS, "deliverables", "working_days", "starts_on", "ends_on"),
            *("place", "place_note", "experts_wanted"),
        )


class OwnInvitationSerializer(serializers.ModelSerializer):
    """An invitation as the one invited sees it."""

    serializer_choice_field = ChoiceField
    status = serializers.ChoiceField(choices=InvitationStatus.choices, read_only=True)
    reason = ChoiceField(choices=Refusal.choices, allow_blank=True, read_only=True)
    title = serializers.CharField(source="request.need.title", read_only=True)
    need = serializers.CharField(source="request.need.text", read_only=True)
    need_language = serializers.CharField(source="request.need.language", read_only=True)
    institution = serializers.CharField(source="request.need.institution.name", read_only=True)
    country = serializers.CharField(source="request.need.country_id", read_only=True)
    why = serializers.CharField(source="entry.why", read_only=True)
    why_language = serializers.CharField(source="entry.why_language", read_only=True)
    terms = TermsSerializer(source="request", read_only=True)

    class Meta:
        model = Invitation
        fields: tuple[str, ...] = (
            *("id", "status", "answer_by", "title", "need", "need_language", "institution"),
            *("country", "why", "why_language", "message", "terms", "answered_at", "reason"),
            *("busy_until", "note", "created_at", "version"),
        )
        read_only_fields = fields


class OfficersInvitationSerializer(OwnInvitationSerializer):
    """The same for officers. Contact data has no field here."""

    request = serializers.UUIDField(source="request_id", read_only=True)
    expert = serializers.UUIDField(source="expert_id", read_only=True)
    name = serializers.CharField(source="expert.name", read_only=True)
    channel = ChoiceField(choices=Channel.choices, allow_blank=True, read_only=True)

    class Meta(OwnInvitationSerializer.Meta):
        fields = (
            *OwnInvitationSerializer.Meta.fields,
            *("request", "entry", "expert", "name", "then_next", "reminded_at"),
            *("channel", "told_on", "evidence"),
        )
        read_only_fields = fields


class _WithSteps(serializers.ModelSerializer):
    """One invitation, with the steps that the reader may take now."""

    allowed_steps = serializers.SerializerMethodField()

    def get_allowed_steps(self, invitation: Invitation) -> list[str]:
        return STEPS.allowed(invitation, self.context["request"].user)


class OwnInvitationDetailSerializer(_WithSteps, OwnInvitationSerializer):
    class Meta(OwnInvitationSerializer.Meta):
        fields = (*OwnInvitationSerializer.Meta.fields, "allowed_steps")
        read_only_fields = fields


class OfficersInvitationDetailSerializer(_WithSteps, OfficersInvitationSerializer):
    class Meta(OfficersInvitationSerializer.Meta):
        fields = (*OfficersInvitationSerializer.Meta.fields, "allowed_steps")
        read_only_fields = fields


class _Answering(SaysOnBehalf):
    """An answer is the expert's."""

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        self.check_on_behalf(given)
        return given


class AcceptSerializer(_Answering):
    """``attest``: available, without a conflict of interest, and bound to confidentiality."""

    attest = serializers.BooleanField()

    def validate_attest(self, given: bool) -> bool:
        if not given:
            raise serializers.ValidationError(
                _("To accept, attest that you are available, have no conflict and keep secrets.")
            )
        return given


class DeclineSerializer(_Answering):
    """Why; with "busy", until when."""

    reason = ChoiceField(choices=Refusal.choices)
    busy_until = serializers.DateField(required=False)
    note = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True)

    def validate_busy_until(self, day: datetime.date) -> datetime.date:
        if day < timezone.localdate():
            raise serializers.ValidationError(_("This is past: give a day to come."))
        return day

    def get_said(self) -> Declined:
        names = ("reason", "busy_until", "note")
        given = self.validated_data
        return Declined(**{name: given[name] for name in names if name in given})
