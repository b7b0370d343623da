"""Members of an institution, and those invited to become one."""

from __future__ import annotations

from rest_framework import serializers

from backend.access.inviting import STEPS
from backend.access.models import MemberInvitation
from backend.common.fields import ChoiceField
from backend.directory.models import Membership


class MemberSerializer(serializers.ModelSerializer):
    """Who acts for the institution, in which role, from … until (exclusive)."""

    serializer_choice_field = ChoiceField
    name = serializers.CharField(source="user.get_full_name", read_only=True)

    class Meta:
        model = Membership
        fields: tuple[str, ...] = ("id", "name", "role", "valid_from", "valid_to", "version")
        read_only_fields = ("valid_from", "valid_to", "version")


class MemberWithAddressSerializer(MemberSerializer):
    """The same for officers and owners. For everybody else ``email`` is left out."""

    email = serializers.EmailField(source="user.email", read_only=True, required=False)

    class Meta(MemberSerializer.Meta):
        fields = (*MemberSerializer.Meta.fields, "email")


class NewMemberInvitationSerializer(serializers.ModelSerializer):
    serializer_choice_field = ChoiceField

    class Meta:
        model = MemberInvitation
        fields = ("email", "role", "language")


class MemberInvitationSerializer(serializers.ModelSerializer):
    invited_by = serializers.CharField(source="invited_by.get_full_name", read_only=True)
    allowed_steps = serializers.SerializerMethodField()

    class Meta:
        model = MemberInvitation
        fields = (
            *("id", "email", "role", "language", "status", "sent_at", "expires_at"),
            *("invited_by", "allowed_steps", "version"),
        )

    def get_allowed_steps(self, invitation: MemberInvitation) -> list[str]:
        """Whoever sees invitations manages them all: nothing is asked row by row."""
        if invitation.status not in STEPS.steps["withdraw"].sources:
            return []
        return ["withdraw", "resend"]
