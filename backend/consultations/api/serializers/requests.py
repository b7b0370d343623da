"""What requests and their clocks look like over HTTP."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.common.fields import ChoiceField, ReferenceField
from backend.consultations.api.serializers.periods import check_period
from backend.consultations.completeness import completeness
from backend.consultations.models import Clock, ConsultationRequest, Status, Track
from backend.consultations.steps import STEPS
from backend.consultations.waiting import WAITS_FOR, WaitsFor
from backend.needs.models import Need

LONGEST = 20_000  # characters of one part of the terms of reference
PARTS = (
    "background",
    "objectives",
    "expected_results",
    "activities",
    "assumptions",
    "expert_profile",
    "contribution",
    "budget",
    "indicators",
)


class CompletenessSerializer(serializers.Serializer):
    """What must still be said (``missing``), what should be, and how much is said (0 to 1)."""

    missing = serializers.ListField(child=serializers.CharField())
    wished = serializers.ListField(child=serializers.CharField())
    share = serializers.FloatField()


class ClockSerializer(serializers.ModelSerializer):
    """``due_at`` empty: it is paused, with ``days_left`` working days to go."""

    class Meta:
        model = Clock
        fields = ("kind", "due_at", "days_left")


class RequestSerializer(serializers.ModelSerializer):
    """A request. ``status_label`` is in the words of whoever reads: partner or secretariat."""

    serializer_related_field = ReferenceField
    serializer_choice_field = ChoiceField
    need = ReferenceField(queryset=Need.objects.all())
    institution = serializers.UUIDField(source="need.institution_id", read_only=True)
    title = serializers.CharField(source="need.title", read_only=True)
    deliverables = serializers.ListField(
        child=serializers.CharField(max_length=300), max_length=50, required=False
    )
    status = serializers.ChoiceField(choices=Status.choices, read_only=True)
    status_label = serializers.SerializerMethodField()
    waits_for = serializers.SerializerMethodField()
    completeness = serializers.SerializerMethodField()
    clocks = ClockSerializer(many=True, read_only=True, source="open_clocks")

    class Meta:
        model = ConsultationRequest
        fields: tuple[str, ...] = (
            *("id", "need", "institution", "title", "track", "status", "status_label", "waits_for"),
            *PARTS,
            *("deliverables", "working_days", "starts_on", "ends_on", "place", "place_note"),
            *("experts_wanted", "answers_by", "officer", "completeness", "clocks"),
            *("result_summary", "published_at"),
            *("created_at", "updated_at", "version"),
        )
        read_only_fields = (
            *("officer", "result_summary", "published_at", "created_at", "updated_at", "version"),
        )
        extra_kwargs = {name: {"max_length": LONGEST} for name in PARTS}

    def get_status_label(self, request: ConsultationRequest) -> str:
        if self.context.get("staff"):
            return str(Status(request.status).label)
        return request.public_label

    @extend_schema_field(serializers.ChoiceField(choices=WaitsFor.choices))
    def get_waits_for(self, request: ConsultationRequest) -> str:
        return WAITS_FOR[Status(request.status)]

    @extend_schema_field(CompletenessSerializer)
    def get_completeness(self, request: ConsultationRequest) -> dict[str, Any]:
        found = completeness(request)
        return {"missing": found.missing, "wished": found.wished, "share": found.share}

    def validate_need(self, need: Need) -> Need:
        """Another's need is as good as none; a request keeps the need it began with."""
        user = self.context["request"].user
        if not Need.objects.visible_to(user).filter(pk=need.pk).exists():
            raise serializers.ValidationError(_("There is no such need."), code="does_not_exist")
        if self.instance and self.instance.need_id != need.pk:
            raise serializers.ValidationError(_("A request keeps the need it was made for."))
        if not user.has_perm("needs.change_need", need):
            raise serializers.ValidationError(
                _("You can't put this need forward; the institution's owners and editors can.")
            )
        return need

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        check_period(values, self.instance)
        return values


class DuplicateSerializer(serializers.Serializer):
    """On which track the copy goes on; without it, on the same."""

    track = ChoiceField(choices=Track.choices, required=False)


class RequestDetailSerializer(RequestSerializer):
    """One request, with the steps that the reader may take now, and its newest ranking."""

    allowed_steps = serializers.SerializerMethodField()
    match_run = serializers.UUIDField(read_only=True, allow_null=True)

    class Meta(RequestSerializer.Meta):
        fields: tuple[str, ...] = (*RequestSerializer.Meta.fields, "allowed_steps", "match_run")

    def get_allowed_steps(self, request: ConsultationRequest) -> list[str]:
        return STEPS.allowed(request, self.context["request"].user)
