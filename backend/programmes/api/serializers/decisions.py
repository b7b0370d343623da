"""What decisions look like over HTTP: with the reasons for those who applied, and no name."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.programmes.models import Decision, Within
from backend.programmes.models.proposal import ProposalStatus
from backend.programmes.selectors.remarks import remarks

SCORE: dict[str, Any] = {"max_digits": 6, "decimal_places": 2, "allow_null": True}


class StandingSerializer(serializers.Serializer):
    """How the proposal stood in its round when it was decided."""

    round = serializers.UUIDField(source="round_id", allow_null=True)
    rank = serializers.IntegerField(allow_null=True)
    score = serializers.DecimalField(**SCORE)
    raw = serializers.DecimalField(**SCORE)
    spread = serializers.DecimalField(**SCORE)
    within = serializers.ChoiceField(choices=Within.choices, allow_blank=True)


class DecisionSerializer(serializers.ModelSerializer):
    """``remarks``: what reviewers wrote for applicants. ``standing``: for officers, else null."""

    step = serializers.CharField(source="step.step")
    status = serializers.ChoiceField(source="step.target", choices=ProposalStatus.choices)
    status_label = serializers.CharField(source="step.get_target_display")
    reason = serializers.CharField(source="step.reason")
    dated = serializers.DateField(source="step.dated", allow_null=True)
    reference = serializers.CharField(source="step.reference")
    remarks = serializers.SerializerMethodField()
    standing = serializers.SerializerMethodField()

    class Meta:
        model = Decision
        fields = (
            *("id", "step", "status", "status_label", "reason", "dated", "reference"),
            *("remarks", "standing", "created_at"),
        )
        read_only_fields = fields

    def get_remarks(self, decision: Decision) -> list[str]:
        return remarks(decision.proposal, decision.round)

    @extend_schema_field(StandingSerializer(allow_null=True))
    def get_standing(self, decision: Decision) -> Any:
        if not self.context["staff"] or decision.round_id is None:
            return None
        return StandingSerializer(decision).data
