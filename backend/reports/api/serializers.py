"""What figures and reports look like over HTTP."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.common.fields import ChoiceField
from backend.reports.counting import Cell
from backend.reports.figures import Dimension
from backend.reports.models import Report
from backend.reports.periods import Period
from backend.reports.selectors import label_of, labels

FIRST_YEAR = 2000


class DefinitionSerializer(serializers.Serializer):
    """A figure in words, in the reader's language where the words are still the same."""

    name = serializers.CharField()
    # A field of the answer, by the name that a serializer has for its own label.
    label = serializers.CharField()  # type: ignore[assignment]  # a field of this name hides the class’s
    meaning = serializers.CharField()
    unit = serializers.CharField()


class CellSerializer(serializers.Serializer):
    """``value`` out of ``count`` cases, for ``key`` of ``dimension``; null: too few to be told."""

    figure = serializers.CharField()
    dimension = serializers.CharField()
    key = serializers.CharField()
    name = serializers.SerializerMethodField()
    currency = serializers.CharField()
    value = serializers.FloatField(allow_null=True)
    count = serializers.IntegerField(allow_null=True)

    def get_name(self, cell: Cell) -> str:
        return label_of(self.context["labels"], cell.dimension, cell.key)


class FiguresSerializer(serializers.Serializer):
    since = serializers.DateField()
    until = serializers.DateField()
    definitions_version = serializers.IntegerField()
    definitions = DefinitionSerializer(many=True)
    cells = CellSerializer(many=True)


class PeriodSerializer(serializers.Serializer):
    """Both days included; the last one is the reporting date."""

    since = serializers.DateField()
    until = serializers.DateField()

    def validate_since(self, day: datetime.date) -> datetime.date:
        if day.year < FIRST_YEAR:
            told = _("Give a day from the year %(year)d on.") % {"year": FIRST_YEAR}
            raise serializers.ValidationError(told)
        return day

    def validate_until(self, day: datetime.date) -> datetime.date:
        if day > timezone.localdate():
            raise serializers.ValidationError(_("The reporting date is today at the latest."))
        return day

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if given["until"] < given["since"]:
            told = _("It ends before it begins: give a day from %(day)s on.")
            raise serializers.ValidationError({"until": told % {"day": given["since"]}})
        return given

    def get_period(self) -> Period:
        return Period(self.validated_data["since"], self.validated_data["until"])


class WantedFiguresSerializer(PeriodSerializer):
    dimension = serializers.ListField(child=ChoiceField(choices=Dimension.choices), required=False)


class ReportSerializer(PeriodSerializer, serializers.ModelSerializer):
    """A report without its figures."""

    class Meta:
        model = Report
        fields: tuple[str, ...] = (
            *("id", "title", "since", "until", "definitions_version", "created_at", "version"),
        )
        read_only_fields: tuple[str, ...] = ("definitions_version", "created_at", "version")


class ReportDetailSerializer(ReportSerializer):
    """With the figures as they were frozen; small cells are empty but for officers."""

    definitions = serializers.SerializerMethodField()
    cells = serializers.SerializerMethodField()

    class Meta(ReportSerializer.Meta):
        fields = (*ReportSerializer.Meta.fields, "definitions", "cells")

    @extend_schema_field(DefinitionSerializer(many=True))
    def get_definitions(self, report: Report) -> Any:
        return definitions_told(report.definitions)

    @extend_schema_field(CellSerializer(many=True))
    def get_cells(self, report: Report) -> Any:
        return cells_told(self.context["cells"])


def cells_told(cells: list[Cell]) -> Any:
    return CellSerializer(cells, many=True, context={"labels": labels()}).data


def definitions_told(kept: dict[str, dict[str, str]]) -> list[dict[str, str]]:
    told = translated(kept)
    return [{"name": name, **words} for name, words in told.items()]


def translated(kept: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Words kept in English, which is also the key of their translation."""
    return {
        name: {**words, "label": translate(words["label"]), "meaning": translate(words["meaning"])}
        for name, words in kept.items()
    }
