"""What was planned and spent, aimed at and reached, over HTTP."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backend.common.fields import ReferenceField
from backend.files.api import FileSerializer
from backend.files.models import StoredFile
from backend.programmes.models import BudgetLine, Indicator, IndicatorValue
from backend.programmes.money import source_name
from backend.programmes.selectors.projects import LineSpent, Spent

MONEY: dict[str, Any] = {"max_digits": 14, "decimal_places": 2}


class SpentInYearSerializer(serializers.Serializer):
    year = serializers.IntegerField()
    spent = serializers.DecimalField(**MONEY)


class LineSpentSerializer(serializers.Serializer):
    """``year``: the one it was planned for. ``given_by``: who gives it; empty for the programme."""

    line = serializers.UUIDField(source="line.pk")
    text = serializers.CharField(source="line.text")
    given_by = serializers.SerializerMethodField()
    kind = serializers.ChoiceField(source="line.kind", choices=BudgetLine.Kind.choices)
    year = serializers.IntegerField(source="line.year")
    planned = serializers.DecimalField(source="line.amount", **MONEY)
    spent = serializers.DecimalField(**MONEY)
    accepted = serializers.DecimalField(**MONEY)
    left = serializers.DecimalField(**MONEY)
    years = serializers.SerializerMethodField()

    def get_given_by(self, row: LineSpent) -> str:
        return source_name(row.line)

    def get_years(self, row: LineSpent) -> list[dict[str, Any]]:
        rows = [{"year": year, "spent": amount} for year, amount in sorted(row.by_year.items())]
        return [dict(one) for one in SpentInYearSerializer(rows, many=True).data]


class YearSpentSerializer(serializers.Serializer):
    year = serializers.IntegerField()
    planned = serializers.DecimalField(**MONEY)
    spent = serializers.DecimalField(**MONEY)


class SpentSerializer(serializers.Serializer):
    """Of reports that were handed in, ``accepted`` of those alone that were accepted. Each report
    tells what was spent since the one before."""

    planned = serializers.DecimalField(**MONEY)
    spent = serializers.DecimalField(**MONEY)
    accepted = serializers.DecimalField(**MONEY)
    left = serializers.DecimalField(**MONEY)
    years = YearSpentSerializer(many=True)
    lines = LineSpentSerializer(many=True)


def spent_told(spent: Spent) -> Any:
    return SpentSerializer(spent).data


class IndicatorValueSerializer(serializers.ModelSerializer):
    """What an indicator showed on a day. ``upload``: an uploaded file that shows it."""

    indicator = ReferenceField(queryset=Indicator.objects.none())
    upload = ReferenceField(
        source="file", queryset=StoredFile.objects.none(), write_only=True, required=False
    )
    file = FileSerializer(read_only=True)

    class Meta:
        model = IndicatorValue
        fields = (
            *("id", "indicator", "value", "measured_on", "evidence", "upload", "file"),
            "created_at",
        )
        read_only_fields = ("created_at",)
        extra_kwargs = {"evidence": {"max_length": 5_000}}

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        if project := self.context.get("project"):
            fields["indicator"].queryset = Indicator.objects.filter(proposal=project.proposal_id)
            user = self.context["request"].user
            fields["upload"].queryset = StoredFile.objects.attachable_by(user)
        return fields

    def validate_measured_on(self, day: Any) -> Any:
        if day > timezone.localdate():
            raise serializers.ValidationError(_("This day has not come yet."))
        return day


class ReachedSerializer(serializers.Serializer):
    """``share``: of the way from the baseline to the target, by the last value; 1 is all of it."""

    indicator = serializers.UUIDField(source="indicator.pk")
    text = serializers.CharField(source="indicator.text")
    unit = serializers.CharField(source="indicator.unit")
    baseline = serializers.DecimalField(
        source="indicator.baseline", max_digits=16, decimal_places=2, allow_null=True
    )
    target = serializers.DecimalField(
        source="indicator.target", max_digits=16, decimal_places=2, allow_null=True
    )
    share = serializers.DecimalField(max_digits=16, decimal_places=4, allow_null=True)
    values = IndicatorValueSerializer(many=True)
