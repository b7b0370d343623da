"""What slots look like over HTTP: in UTC, and as the reader's own clock shows them."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.common.fields import ChoiceField, ReferenceField
from backend.consultations.models import Feedback, Meeting, Slot, SlotStatus
from backend.consultations.scheduling import STEPS, accepted_by
from backend.consultations.services.slots import MOST, Times
from backend.directory.api.serializers.on_behalf import SaysOnBehalf
from backend.directory.selectors import is_secretariat

LONGEST = datetime.timedelta(days=31)


class LocalTimesSerializer(serializers.Serializer):
    """With the offset from UTC that holds there on that day; ``zone``: its name (IANA)."""

    zone = serializers.CharField()
    starts_at = serializers.CharField()
    ends_at = serializers.CharField()


class SlotSerializer(serializers.ModelSerializer):
    """A slot. ``accepted_by``: the sides that have said yes; by both it is agreed."""

    status = serializers.ChoiceField(choices=SlotStatus.choices, read_only=True)
    local = serializers.SerializerMethodField()
    accepted_by = serializers.SerializerMethodField()
    allowed_steps = serializers.SerializerMethodField()

    class Meta:
        model = Slot
        fields = (
            *("id", "starts_at", "ends_at", "local", "status", "accepted_by", "allowed_steps"),
            "version",
        )
        read_only_fields = fields

    @extend_schema_field(LocalTimesSerializer)
    def get_local(self, slot: Slot) -> dict[str, str]:
        zone = self.context["zone"]
        begins, ends = slot.starts_at.astimezone(zone), slot.ends_at.astimezone(zone)
        return {"zone": zone.key, "starts_at": begins.isoformat(), "ends_at": ends.isoformat()}

    def get_accepted_by(self, slot: Slot) -> list[str]:
        return accepted_by(slot)

    def get_allowed_steps(self, slot: Slot) -> list[str]:
        """One right for all slots of an engagement, asked for once."""
        return STEPS.allowed(slot, self.context["may"])


class MeetingSerializer(serializers.ModelSerializer):
    """A call or visit with its slots, the earliest first."""

    slots = SlotSerializer(many=True, read_only=True)

    class Meta:
        model = Meeting
        fields = ("id", "topic", "place", "sequence", "slots", "created_at", "version")
        read_only_fields = fields


class LocalDateTimeField(serializers.DateTimeField):
    """A time, in UTC; without an offset it is one of a zone, and must exist there.

    An hour is left out where clocks go forward.
    """

    def enforce_timezone(self, value: datetime.datetime) -> datetime.datetime:
        found = super().enforce_timezone(value)
        there = found.astimezone(datetime.UTC)
        if value.tzinfo is None and there.astimezone(found.tzinfo).replace(tzinfo=None) != value:
            self.fail("make_aware", timezone=found.tzinfo)
        return there


class TimesSerializer(serializers.Serializer):
    """From when to when; without an offset it is the time of the caller's own zone."""

    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()

    def get_fields(self) -> dict[str, serializers.Field]:
        zone = self.context.get("zone")
        return {
            name: LocalDateTimeField(default_timezone=zone) for name in ("starts_at", "ends_at")
        }

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if given["starts_at"] <= timezone.now():
            told = _("This is past: give a time to come.")
            raise serializers.ValidationError({"starts_at": told})
        if not datetime.timedelta(0) < given["ends_at"] - given["starts_at"] <= LONGEST:
            told = _("Give an end after the beginning, at most %(days)d days later.")
            raise serializers.ValidationError({"ends_at": told % {"days": LONGEST.days}})
        return given


class SpeakingSerializer(SaysOnBehalf):
    """``side``: for whom an officer records it; others speak for their own side."""

    side = ChoiceField(choices=Feedback.Side.choices, required=False)
    speaks_for_itself = False  # whether an officer may speak for no side

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if not is_secretariat(self.context["user"]):
            return given
        if "side" not in given and not self.speaks_for_itself:
            told = _("Say whose answer you record: %(sides)s.")
            sides = {"sides": ", ".join(Feedback.Side.values)}
            raise serializers.ValidationError({"side": told % sides})
        if "side" in given:
            self.check_on_behalf(given)
        return given


class CancelSlotSerializer(SpeakingSerializer):
    speaks_for_itself = True


class ProposeSlotsSerializer(SpeakingSerializer):
    """Slots for a new meeting (``topic``), or other ones for a ``meeting`` there is."""

    speaks_for_itself = True
    meeting = ReferenceField(queryset=Meeting.objects.none(), required=False)
    topic = serializers.CharField(max_length=300, required=False)
    place = serializers.CharField(max_length=500, required=False, allow_blank=True)
    slots = TimesSerializer(many=True, allow_empty=False, max_length=MOST)  # type: ignore[call-arg]  # of the list

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        if "engagement" in self.context:
            rows = self.context["engagement"].meetings.all()
            fields["meeting"].queryset = rows  # type: ignore[attr-defined]  # fields are typed as plain ones
        return fields

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if "meeting" not in given and "topic" not in given:
            raise serializers.ValidationError({"topic": _("Say what it is about.")})
        return super().validate(given)

    def get_times(self) -> Times:
        return [(one["starts_at"], one["ends_at"]) for one in self.validated_data["slots"]]
