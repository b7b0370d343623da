"""What calls for proposals look like over HTTP."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.common.fields import ChoiceField
from backend.directory.api.fields import NamesField
from backend.programmes.api.serializers.instants import InstantField, on_clock
from backend.programmes.models import Call, Extension, Programme
from backend.programmes.rules.saying import on_both_clocks

INSTANTS = ("opens_at", "internal_closes_at", "closes_at", "full_closes_at")
# What everybody has read once it is announced: deadlines are moved by extensions, on record.
GIVEN_WORD = ("programme", "year", "zone", *INSTANTS)


class ProgrammeField(serializers.SlugRelatedField):
    """A programme by its code; a refusal names those that there are."""

    default_error_messages = {
        "does_not_exist": gettext_lazy("“{value}” is not known here. Known are: {known}."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(slug_field="code", queryset=Programme.objects.all(), **kwargs)

    def fail(self, key: str, **values: Any) -> Any:
        known = Programme.objects.order_by("code").values_list("code", flat=True)
        values["value"] = str(values.get("value", ""))[:40]
        super().fail(key, known=", ".join(known), **values)


class ExtensionSerializer(serializers.ModelSerializer):
    """A deadline that was moved, and why."""

    class Meta:
        model = Extension
        fields = ("deadline", "before", "after", "reason", "created_at")


class ClocksSerializer(serializers.Serializer):
    """The deadlines in words: in the call's zone and, where it is another, in the reader's."""

    opens_at = serializers.CharField()
    internal_closes_at = serializers.CharField(allow_null=True)
    closes_at = serializers.CharField()
    full_closes_at = serializers.CharField(allow_null=True)


class CallSerializer(serializers.ModelSerializer):
    """A call. It can be answered from ``opens_at`` on, and ``closes_at`` is the first instant
    that is too late; ``internal_closes_at``: by when the secretariat wants to have it."""

    programme = ProgrammeField()
    programme_name = serializers.CharField(source="programme.name", read_only=True)
    name = serializers.CharField(read_only=True)
    names = NamesField(required=False)
    opens_at = InstantField()
    internal_closes_at = InstantField(required=False, allow_null=True)
    closes_at = InstantField()
    full_closes_at = InstantField(required=False, allow_null=True)
    is_open = serializers.BooleanField(read_only=True)
    clocks = serializers.SerializerMethodField()
    extensions = ExtensionSerializer(many=True, read_only=True)

    class Meta:
        model = Call
        fields = (
            *("id", "programme", "programme_name", "name", "names", "year", "zone"),
            *(*INSTANTS, "clocks", "is_open", "money", "announced_at", "extensions", "version"),
        )
        read_only_fields = ("announced_at", "version")
        extra_kwargs = {"money": {"min_value": Decimal(0)}}

    @extend_schema_field(ClocksSerializer)
    def get_clocks(self, call: Call) -> dict[str, str | None]:
        """The current time zone is that of the reader."""
        told = {name: getattr(call, name) for name in INSTANTS}
        return {name: at and on_both_clocks(at, call.zone) for name, at in told.items()}

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        on_clock(values, INSTANTS, self._told("zone", values) or "UTC")
        self._refuse_to_break_the_word(values)
        told = {name: self._told(name, values) for name in INSTANTS}
        programme: Programme = self._told("programme", values)
        for name, wrong in wrong_order(told, two_stages=len(programme.stages) > 1):
            raise serializers.ValidationError({name: wrong})
        return values

    def _told(self, name: str, values: dict[str, Any]) -> Any:
        return values.get(name, getattr(self.instance, name, None))

    def _refuse_to_break_the_word(self, values: dict[str, Any]) -> None:
        if self.instance is None or self.instance.announced_at is None:
            return
        for name in GIVEN_WORD:
            if name in values and values[name] != getattr(self.instance, name):
                told = _("It has been announced: deadlines are moved by an extension, on record.")
                raise serializers.ValidationError({name: told})


def wrong_order(told: dict[str, Any], *, two_stages: bool) -> list[tuple[str, str]]:
    """By field, what is wrong with the order of these instants."""
    opens, closes = told["opens_at"], told["closes_at"]
    internal, full = told["internal_closes_at"], told["full_closes_at"]
    checks = (
        (closes <= opens, "closes_at", _("It closes before it opens: give a later time.")),
        (
            internal is not None and not opens < internal <= closes,
            "internal_closes_at",
            _("It lies between the opening and the deadline."),
        ),
        (
            full is not None and full <= closes,
            "full_closes_at",
            _("Full proposals come after the deadline of concept notes: give a later time."),
        ),
        (
            two_stages and full is None,
            "full_closes_at",
            _("A concept note comes first here: say until when full proposals are taken."),
        ),
        (
            not two_stages and full is not None,
            "full_closes_at",
            _("This programme has one stage only: leave it out."),
        ),
    )
    return [(name, why) for wrong, name, why in checks if wrong]


class ExtendCallSerializer(serializers.Serializer):
    """Which deadline is moved, until when, and why."""

    deadline = ChoiceField(choices=Extension.Deadline.choices)
    after = InstantField()
    reason = serializers.CharField(max_length=5_000)

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        on_clock(values, ("after",), self.context["call"].zone)
        return values
