"""What steps look like over HTTP, asked for and taken."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backend.consultations.api.serializers.officers import OfficerField
from backend.consultations.models import Assignment, StepTaken
from backend.consultations.screening import Criterion
from backend.consultations.services import Said
from backend.consultations.steps import OF_PARTNER, STEPS
from backend.directory.api.serializers.on_behalf import SaysOnBehalf


class StepTakenSerializer(serializers.ModelSerializer):
    by = serializers.SerializerMethodField()

    class Meta:
        model = StepTaken
        fields = (
            *("step", "source", "target", "by", "created_at", "reason", "criteria"),
            *("channel", "told_on", "evidence"),
        )

    def get_by(self, step: StepTaken) -> str:
        """A name; an account without one is told by its side, never by its address."""
        if step.by is None:
            return str(_("by itself"))
        return step.by.get_full_name() or str(_("somebody of the secretariat or the partner"))


class StepSerializer(SaysOnBehalf):
    """What goes with a step. ``on_behalf``: where an officer records the step of a partner."""

    reason = serializers.CharField(max_length=5_000, required=False, allow_blank=True)
    criteria = serializers.DictField(child=serializers.BooleanField(), required=False)

    def validate_criteria(self, found: dict[str, bool]) -> dict[str, bool]:
        if unknown := sorted(set(found) - set(Criterion.values)):
            raise serializers.ValidationError(
                _("Unknown: %(unknown)s. Criteria are %(known)s.")
                % {"unknown": ", ".join(unknown)[:100], "known": ", ".join(Criterion.values)}
            )
        return found

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        step = STEPS.steps[self.context["step"]]
        if step.needs_reason and not given.get("reason", "").strip():
            raise serializers.ValidationError({"reason": _("Say why: it is kept with the step.")})
        if step.name == "accept-for-brokering":
            self._check_criteria(given.get("criteria", {}))
        if step.name in OF_PARTNER:
            self.check_on_behalf(given)
        return given

    def _check_criteria(self, found: dict[str, bool]) -> None:
        open_ones = [str(one.label) for one in Criterion if not found.get(one.value)]
        if open_ones:
            raise serializers.ValidationError(
                {"criteria": _("Not found to hold: %(open)s") % {"open": " ".join(open_ones)}}
            )

    def get_said(self) -> Said:
        given = self.validated_data
        return Said(given.get("reason", "").strip(), given.get("criteria", {}))


class AssignmentSerializer(serializers.Serializer):
    """The officer who looks after a request; None: nobody yet."""

    officer = OfficerField(allow_null=True)


class AssignmentTakenSerializer(serializers.ModelSerializer):
    """Who gave the request to whom: names, never addresses."""

    officer = serializers.CharField(source="officer.get_full_name", default=None, allow_null=True)
    before = serializers.CharField(source="before.get_full_name", default=None, allow_null=True)
    by = serializers.CharField(source="by.get_full_name")

    class Meta:
        model = Assignment
        fields = ("officer", "before", "by", "reason", "created_at")
