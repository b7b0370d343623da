"""What the results framework looks like over HTTP."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backend.codelists.models import Country
from backend.common.fields import ReferenceField
from backend.directory.models import Institution
from backend.programmes.models import Activity, Indicator, Output
from backend.programmes.selectors.proposals import partners_of

LONGEST = 5_000
READ_ONLY = ("created_at", "updated_at", "version")
POSITION = {"min_value": 0, "max_value": 1_000}


class IndicatorSerializer(serializers.ModelSerializer):
    """What tells that the outcome has come. ``position``: its place, counted from 0."""

    class Meta:
        model = Indicator
        fields = (
            *("id", "text", "unit", "baseline", "target", "verification", "position"),
            *READ_ONLY,
        )
        read_only_fields = READ_ONLY
        extra_kwargs = {"position": POSITION}


class OutputSerializer(serializers.ModelSerializer):
    """Something concrete and verifiable that will be there."""

    class Meta:
        model = Output
        fields = ("id", "text", "position", *READ_ONLY)
        read_only_fields = READ_ONLY
        extra_kwargs = {"text": {"max_length": LONGEST}, "position": POSITION}


class ActivitySerializer(serializers.ModelSerializer):
    """What is done for an output: by whom, where, from which month to which, with which inputs."""

    serializer_related_field = ReferenceField
    output = ReferenceField(queryset=Output.objects.none())
    lead = ReferenceField(queryset=Institution.objects.none(), required=False, allow_null=True)
    lead_name = serializers.CharField(
        source="lead.name", default=None, read_only=True, allow_null=True
    )
    countries = ReferenceField(queryset=Country.objects.all(), many=True, required=False)

    class Meta:
        model = Activity
        fields = (
            *("id", "output", "text", "lead", "lead_name", "countries", "inputs"),
            *("from_month", "to_month", "position", *READ_ONLY),
        )
        read_only_fields = READ_ONLY
        extra_kwargs = {
            "text": {"max_length": LONGEST},
            "inputs": {"max_length": LONGEST},
            "position": POSITION,
            "from_month": {"min_value": 1, "max_value": 120},
            "to_month": {"min_value": 1, "max_value": 120},
        }

    def get_fields(self) -> dict[str, Any]:
        """What it refers to is of the same proposal."""
        fields: dict[str, Any] = super().get_fields()
        if proposal := self.context.get("proposal"):
            fields["output"].queryset = Output.objects.filter(proposal=proposal)
            taking_part = partners_of(proposal).order_by().values("institution")
            fields["lead"].queryset = Institution.objects.filter(pk__in=taking_part)
        return fields

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        first, last = (
            values.get(name, getattr(self.instance, name, None))
            for name in ("from_month", "to_month")
        )
        if first and last and last < first:
            told = _("It ends before it begins: give a month from %(month)d on.")
            raise serializers.ValidationError({"to_month": told % {"month": first}})
        return values
