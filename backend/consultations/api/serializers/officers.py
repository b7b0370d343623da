"""Officers, who stands in for them, and how many requests there are, over HTTP."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backend.accounts.models import User
from backend.common.fields import ReferenceField
from backend.consultations.models import Deputy, Kind
from backend.directory.selectors import is_secretariat


class OfficerSerializer(serializers.ModelSerializer):
    """An officer of the secretariat. ``open_requests``: those that are not over."""

    name = serializers.CharField(source="get_full_name", read_only=True)
    open_requests = serializers.IntegerField(read_only=True)

    class Meta:
        model = User
        fields = ("id", "name", "open_requests")


class OfficerField(ReferenceField):
    """An account, which must be of an officer."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=User.objects.all(), **kwargs)

    def to_internal_value(self, data: Any) -> User:
        user = super().to_internal_value(data)
        if not is_secretariat(user):
            raise serializers.ValidationError(_("Only officers of the secretariat can take it."))
        return user


class HandOverSerializer(serializers.Serializer):
    """To whom all open requests go, and why: the reason is in the record of each."""

    to = OfficerField()
    reason = serializers.CharField(max_length=2_000, required=False, allow_blank=True)

    def validate_to(self, user: User) -> User:
        if user.pk == self.context["officer"].pk:
            raise serializers.ValidationError(_("Name somebody else."))
        return user


class HandedOverSerializer(serializers.Serializer):
    requests = serializers.IntegerField()


class DeputySerializer(serializers.ModelSerializer):
    """Who stands in for whom, from the first day to the last."""

    officer = OfficerField(required=False, help_text="default: who asks")
    deputy = OfficerField()
    officer_name = serializers.CharField(source="officer.get_full_name", read_only=True)
    deputy_name = serializers.CharField(source="deputy.get_full_name", read_only=True)

    class Meta:
        model = Deputy
        fields = (
            *("id", "officer", "officer_name", "deputy", "deputy_name"),
            *("starts_on", "ends_on", "version"),
        )
        read_only_fields = ("version",)

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        values.setdefault("officer", self.context["request"].user)
        if values["officer"] == values["deputy"]:
            raise serializers.ValidationError({"deputy": _("Name somebody else.")})
        if values["ends_on"] < values["starts_on"]:
            told = _("It ends before it begins: give a day from %(day)s on.")
            raise serializers.ValidationError({"ends_on": told % {"day": values["starts_on"]}})
        if values["ends_on"] < timezone.localdate():
            raise serializers.ValidationError({"ends_on": _("This is past: give a day to come.")})
        return values


class AgeCountSerializer(serializers.Serializer):
    up_to_days = serializers.IntegerField(allow_null=True)
    requests = serializers.IntegerField()


class OfficerCountSerializer(serializers.Serializer):
    officer = serializers.UUIDField(allow_null=True)
    requests = serializers.IntegerField()


class ClockCountSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(choices=Kind.choices)
    running = serializers.IntegerField()
    overdue = serializers.IntegerField()
    paused = serializers.IntegerField()


class RequestCountsSerializer(serializers.Serializer):
    """How many there are: by status, for whom they wait, since when, with whom, and in time or not.

    ``ages`` (days since a request was begun; the last without a limit) and ``officers`` count
    those that are not over.
    """

    total = serializers.IntegerField()
    open = serializers.IntegerField()
    statuses = serializers.DictField(child=serializers.IntegerField())
    waits_for = serializers.DictField(child=serializers.IntegerField())
    ages = AgeCountSerializer(many=True)
    officers = OfficerCountSerializer(many=True)
    clocks = ClockCountSerializer(many=True)
