"""What steps of proposals look like over HTTP, asked for and taken."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backend.directory.api.serializers.on_behalf import SaysOnBehalf
from backend.programmes.models import ProposalStep
from backend.programmes.proposing import ELSEWHERE, OF_APPLICANT, STEPS
from backend.programmes.services.moving import Said


class ProposalStepTakenSerializer(serializers.ModelSerializer):
    by = serializers.SerializerMethodField()

    class Meta:
        model = ProposalStep
        fields = (
            *("step", "source", "target", "by", "created_at", "reason", "dated", "reference"),
            *("channel", "told_on", "evidence"),
        )

    def get_by(self, step: ProposalStep) -> str:
        """A name; an account without one is told by its side, never by its address."""
        if step.by is None:
            return str(_("by itself"))
        return step.by.get_full_name() or str(_("somebody of the secretariat or the partners"))


class ProposalStepSerializer(SaysOnBehalf):
    """What goes with a step.

    ``dated`` and ``reference``: of what happens elsewhere (the letter to the mission, the receipt,
    a decision), the day and the number that it bears; ``number``: the one that a proposal is given
    by those who received it. ``on_behalf``: where an officer records a step of the applicant.
    """

    reason = serializers.CharField(max_length=5_000, required=False, allow_blank=True)
    dated = serializers.DateField(required=False)
    reference = serializers.CharField(max_length=200, required=False)
    number = serializers.CharField(max_length=60, required=False)

    def validate_dated(self, day: Any) -> Any:
        """Tomorrow somewhere is today elsewhere; what lies further ahead has not happened."""
        today = timezone.now().date()
        if (day - today).days > 1:
            raise serializers.ValidationError(
                _("This day has not come yet: today is %(today)s.") % {"today": today}
            )
        return day

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        step = STEPS.steps[self.context["step"]]
        if step.needs_reason and not given.get("reason", "").strip():
            raise serializers.ValidationError({"reason": _("Say why: it is kept with the step.")})
        if step.name in ELSEWHERE:
            self._check_elsewhere(given)
        elif named := [one for one in ("dated", "reference") if one in given]:
            told = _("This step happens here: it has no day and no letter of its own.")
            raise serializers.ValidationError(dict.fromkeys(named, told))
        if "number" in given and step.name != "receive":
            told = _("The number is said with the receipt (receive).")
            raise serializers.ValidationError({"number": told})
        if step.name in OF_APPLICANT:
            self.check_on_behalf(given)
        return given

    def _check_elsewhere(self, given: dict[str, Any]) -> None:
        told = {
            "dated": _("Say which day it bears, such as 2027-05-12."),
            "reference": _("Say by which letter or document it is known: its number or title."),
        }
        if missing := {name: text for name, text in told.items() if not given.get(name)}:
            raise serializers.ValidationError(missing)

    def get_said(self) -> Said:
        given = self.validated_data
        return Said(
            reason=given.get("reason", "").strip(),
            dated=given.get("dated"),
            reference=given.get("reference", ""),
        )
