"""What engagements, deliverables and feedback look like over HTTP."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.common.fields import ChoiceField
from backend.consultations.api.serializers.periods import check_period
from backend.consultations.engaging import OF_EXPERT, OF_PARTNER, REACHABLE, STEPS
from backend.consultations.models import (
    Deliverable,
    Engagement,
    EngagementStatus,
    EngagementStep,
    Feedback,
)
from backend.consultations.services.letters import address_of
from backend.directory.api.serializers.on_behalf import SaysOnBehalf
from backend.directory.permissions import is_delegate
from backend.directory.selectors import is_secretariat
from backend.files.api import FileSerializer, FilesField

LONGEST = 20_000
MOST = 100_000_000  # of a fee


class EngagementSerializer(serializers.ModelSerializer):
    """An engagement with its terms. Contact data is in no list."""

    serializer_choice_field = ChoiceField
    status = serializers.ChoiceField(choices=EngagementStatus.choices, read_only=True)
    status_label = serializers.CharField(source="get_status_display", read_only=True)
    request = serializers.UUIDField(source="request_id", read_only=True)
    expert = serializers.UUIDField(source="expert_id", read_only=True)
    name = serializers.CharField(source="expert.name", read_only=True)
    title = serializers.CharField(source="request.need.title", read_only=True)

    class Meta:
        model = Engagement
        fields: tuple[str, ...] = (
            *("id", "request", "title", "expert", "name", "status", "status_label"),
            *("fee", "daily_allowance", "currency", "payer", "travel", "insurance"),
            *("visa_letter", "starts_on", "ends_on", "created_at", "version"),
        )
        read_only_fields: tuple[str, ...] = ("created_at", "version")
        extra_kwargs = {
            "fee": {"max_value": MOST},
            "daily_allowance": {"max_value": MOST},
            "currency": {"min_length": 3},
            "travel": {"max_length": LONGEST},
            "insurance": {"max_length": LONGEST},
        }

    def validate_currency(self, code: str) -> str:
        if not (code.isascii() and code.isalpha() and code.isupper()):
            raise serializers.ValidationError(_("Three capital letters, such as USD or XOF."))
        return code

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        check_period(values, self.instance)
        return values


class DeliverableSerializer(serializers.ModelSerializer):
    """Something delivered. ``uploads``: ids of files of one's own that go with this version."""

    uploads = FilesField(write_only=True, required=False)
    files = serializers.SerializerMethodField()

    class Meta:
        model = Deliverable
        fields: tuple[str, ...] = (
            *("id", "title", "number", "text", "link", "hours", "is_final_report"),
            *("uploads", "files", "created_at"),
        )
        read_only_fields = ("number", "created_at")
        extra_kwargs = {
            "text": {"max_length": 200_000},
            "hours": {"max_value": 10_000},
        }
        validators: tuple = ()  # the number is given by the service

    @extend_schema_field(FileSerializer(many=True))
    def get_files(self, deliverable: Deliverable) -> list[dict[str, Any]]:
        return [dict(FileSerializer(one.file).data) for one in deliverable.attachments.all()]


class FeedbackSerializer(serializers.ModelSerializer):
    class Meta:
        model = Feedback
        fields: tuple[str, ...] = ("side", "rating", "text", "created_at")
        read_only_fields = ("side", "created_at")
        extra_kwargs = {"text": {"max_length": LONGEST}}


class EngagementStepTakenSerializer(serializers.ModelSerializer):
    class Meta:
        model = EngagementStep
        fields = ("step", "source", "target", "created_at", "reason", "channel", "told_on")


class EngagementDetailSerializer(EngagementSerializer):
    """One engagement, with what was delivered and said, and the steps the reader may take now.

    ``contact``: the expert's address, once the terms are agreed; a delegate, who sees it nowhere,
    is not shown it here either.
    """

    deliverables = DeliverableSerializer(many=True, read_only=True)
    feedback = FeedbackSerializer(many=True, read_only=True)
    steps = EngagementStepTakenSerializer(many=True, read_only=True)
    allowed_steps = serializers.SerializerMethodField()
    contact = serializers.SerializerMethodField()

    class Meta(EngagementSerializer.Meta):
        fields = (
            *EngagementSerializer.Meta.fields,
            *("deliverables", "feedback", "steps", "allowed_steps", "contact"),
        )

    def get_allowed_steps(self, engagement: Engagement) -> list[str]:
        return STEPS.allowed(engagement, self.context["request"].user)

    def get_contact(self, engagement: Engagement) -> str:
        user, expert = self.context["request"].user, engagement.expert
        if is_secretariat(user):
            return address_of(expert)
        agreed = engagement.status in REACHABLE
        return address_of(expert) if agreed and not is_delegate(user, expert) else ""


class EngagementStepSerializer(SaysOnBehalf):
    """What goes with a step."""

    reason = serializers.CharField(max_length=5_000, required=False, allow_blank=True)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        step = STEPS.steps[self.context["step"]]
        if step.needs_reason and not given.get("reason", "").strip():
            raise serializers.ValidationError({"reason": _("Say why: it is kept with the step.")})
        if step.name in OF_EXPERT | OF_PARTNER:
            self.check_on_behalf(given)
        return given
