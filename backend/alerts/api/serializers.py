"""What alerts, and what they find, look like over HTTP."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backend.alerts.alerting import STEPS
from backend.alerts.kinds import KINDS
from backend.alerts.models import Alert, AlertStatus, HowOften, TargetKind
from backend.codelists.fields import LanguageTagField
from backend.codelists.models import Country, Sector
from backend.common.fields import ChoiceField, ReferenceField
from backend.needs.validation import check_need_text

LONGEST = 2_000
MOST, USUAL = 50, 20  # found today, in one answer


class LooksFor(serializers.Serializer):
    """What is looked for, and among what: every kind, every country, unless some are named."""

    text = serializers.CharField(max_length=LONGEST)
    language = LanguageTagField(required=False, allow_blank=True)
    kinds = serializers.ListField(
        child=ChoiceField(choices=TargetKind.choices), required=False, allow_empty=False
    )
    countries = ReferenceField(queryset=Country.objects.all(), many=True, required=False)
    sectors = ReferenceField(queryset=Sector.objects.all(), many=True, required=False)

    def validate_text(self, text: str) -> str:
        return check_need_text(text)

    def validate_kinds(self, kinds: list[str]) -> list[str]:
        if absent := [one for one in kinds if one not in KINDS]:
            told = _("Alerts can't look among these: %(kinds)s. They can among: %(known)s.")
            said = {"kinds": ", ".join(absent), "known": ", ".join(KINDS)}
            raise serializers.ValidationError(told % said)
        return [one for one in KINDS if one in kinds]  # each once


class TryAlertSerializer(LooksFor):
    k = serializers.IntegerField(min_value=1, max_value=MOST, default=USUAL)


class AlertSerializer(LooksFor, serializers.ModelSerializer):
    """An alert. ``hits``: how much it has found so far."""

    serializer_related_field = ReferenceField
    how_often = ChoiceField(choices=HowOften.choices, required=False)
    how_often_label = serializers.CharField(source="get_how_often_display", read_only=True)
    status = serializers.ChoiceField(choices=AlertStatus.choices, read_only=True)
    status_label = serializers.CharField(source="get_status_display", read_only=True)
    hits = serializers.IntegerField(source="hit_count", read_only=True)
    allowed_steps = serializers.SerializerMethodField()

    class Meta:
        model = Alert
        fields: tuple[str, ...] = (
            *("id", "text", "language", "kinds", "countries", "sectors"),
            *("how_often", "how_often_label", "status", "status_label", "expires_at"),
            *("hits", "allowed_steps", "created_at", "updated_at", "version"),
        )
        read_only_fields: tuple[str, ...] = ("expires_at", "created_at", "updated_at", "version")

    def get_allowed_steps(self, alert: Alert) -> list[str]:
        return STEPS.allowed(alert, self.context["request"].user)

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if self.instance is None:
            values.setdefault("kinds", list(KINDS))
        return values


class FoundSerializer(serializers.Serializer):
    """Something that fits. ``told_at``: null for what no letter has told yet."""

    kind = serializers.ChoiceField(choices=TargetKind.choices)
    kind_label = serializers.CharField()
    target = serializers.UUIDField()
    title = serializers.CharField(source="told.title")
    language = serializers.CharField(source="told.language")
    facts = serializers.ListField(child=serializers.CharField(), source="told.facts")
    address = serializers.CharField(source="told.address")
    score = serializers.FloatField()
    told_at = serializers.DateTimeField(allow_null=True)


class FoundTodaySerializer(serializers.Serializer):
    found = FoundSerializer(many=True)
