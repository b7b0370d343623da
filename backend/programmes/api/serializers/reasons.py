"""What goes with a step that wants no more than a reason."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers


class StepReasonSerializer(serializers.Serializer):
    """What goes with a step: why. ``table`` and ``step`` of the context say whether it is owed."""

    reason = serializers.CharField(max_length=5_000, required=False, allow_blank=True)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        step = self.context["table"].steps[self.context["step"]]
        if step.needs_reason and not given.get("reason", "").strip():
            raise serializers.ValidationError({"reason": _("Say why: it is kept with the step.")})
        return given

    def get_reason(self) -> str:
        return self.validated_data.get("reason", "").strip()
