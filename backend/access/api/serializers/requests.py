"""Requests for access: as they are asked, and as officers read them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.access.models import AccessRequest, AccessStatus, AccessStep
from backend.access.models.request import LONGEST_WHY
from backend.access.selectors import institutions_like
from backend.access.steps import OF_ASKER, STEPS
from backend.access.validation import check_may_be_joined
from backend.common.fields import ChoiceField, ReferenceField
from backend.directory.api.fields import NamesField
from backend.directory.models import Institution
from backend.files.api import FileSerializer

ASKED = (
    *("names", "type", "country", "city", "website", "focal_point", "function"),
    *("email", "language", "why"),
)


class NewAccessRequestSerializer(serializers.ModelSerializer):
    """What an organisation says of itself, and who asks for it: the focal point."""

    serializer_related_field = ReferenceField
    serializer_choice_field = ChoiceField
    names = NamesField()
    why = serializers.CharField(max_length=LONGEST_WHY)

    class Meta:
        model = AccessRequest
        fields = ASKED


class AccessAskedSerializer(serializers.Serializer):
    """The same answer to everybody: a letter was written to the address, with what to do next."""

    status = serializers.ChoiceField(choices=AccessStatus.choices)
    email = serializers.EmailField()


class AccessRequestSerializer(serializers.ModelSerializer):
    """A row of the secretariat's queue."""

    name = serializers.CharField(read_only=True)
    status = serializers.ChoiceField(choices=AccessStatus.choices, read_only=True)

    class Meta:
        model = AccessRequest
        fields: tuple[str, ...] = (
            *("id", "name", "type", "country", "city", "status"),
            *("institution", "created_at", "updated_at", "version"),
        )


class AccessStepSerializer(serializers.ModelSerializer):
    by = serializers.SerializerMethodField()

    class Meta:
        model = AccessStep
        fields = ("step", "source", "target", "by", "created_at", "reason")

    def get_by(self, step: AccessStep) -> str | None:
        """The officer's name; None where the asker took the step."""
        return step.by.get_full_name() if step.by else None


class LikeInstitutionSerializer(serializers.ModelSerializer):
    """An institution of the directory that may be the one that asks."""

    name = serializers.CharField()
    has_owner = serializers.BooleanField()

    class Meta:
        model = Institution
        fields = ("id", "name", "names", "type", "country", "city", "website", "has_owner")


class AccessRequestDetailSerializer(AccessRequestSerializer):
    """One request, with what it takes to decide on it. ``has_account``: of the e-mail address."""

    names = NamesField(read_only=True)
    letter = FileSerializer(read_only=True, allow_null=True)
    has_account = serializers.BooleanField(read_only=True)
    look_alikes = serializers.SerializerMethodField()
    steps = serializers.SerializerMethodField()
    allowed_steps = serializers.SerializerMethodField()

    class Meta(AccessRequestSerializer.Meta):
        fields: tuple[str, ...] = (
            *AccessRequestSerializer.Meta.fields,
            *("names", "website", "focal_point", "function", "email", "language", "why"),
            "letter",
            *("has_account", "look_alikes", "steps", "allowed_steps"),
        )

    @extend_schema_field(LikeInstitutionSerializer(many=True))
    def get_look_alikes(self, request: AccessRequest) -> Any:
        return LikeInstitutionSerializer(institutions_like(request), many=True).data

    @extend_schema_field(AccessStepSerializer(many=True))
    def get_steps(self, request: AccessRequest) -> Any:
        taken = request.steps.select_related("by").order_by("pk")
        return AccessStepSerializer(taken, many=True).data

    def get_allowed_steps(self, request: AccessRequest) -> list[str]:
        allowed = STEPS.allowed(request, self.context["request"].user)
        return [name for name in allowed if name not in OF_ASKER]


class ApprovalSerializer(serializers.Serializer):
    """As which institution it is let in: one of the directory, or null for a new one."""

    institution = ReferenceField(queryset=Institution.objects.all(), allow_null=True)

    def validate_institution(self, institution: Institution | None) -> Institution | None:
        return check_may_be_joined(institution)


class AccessReasonSerializer(serializers.Serializer):
    """Why: the asker reads it."""

    reason = serializers.CharField(max_length=LONGEST_WHY)
