"""What unmet needs look like over HTTP."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.common.fields import ChoiceField
from backend.reports.api.serializers import CellSerializer, DefinitionSerializer, PeriodSerializer
from backend.reports.figures import Dimension
from backend.reports.selectors import label_of
from backend.reports.unmet import UNMET, Lack, Unmet
from backend.reports.unmet.places import BY

SEE = "reports.see_figures"


class UnmetPeriodSerializer(PeriodSerializer):
    """Who is no officer asks for whole years that are over: of periods that differ by a day, the
    small cells could be told."""

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        given = super().validate(given)
        if not self.context["request"].user.has_perm(SEE) and not _is_whole_year(given):
            told = _("Ask for a whole year that is over, from 1 January to 31 December.")
            raise serializers.ValidationError({"since": told})
        return given


def _is_whole_year(given: dict[str, Any]) -> bool:
    year = given["since"].year
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    return (given["since"], given["until"]) == (first, last)


class UnmetFiguresSerializer(serializers.Serializer):
    """``value`` and ``count`` are both how many needs; null: too few to be told."""

    since = serializers.DateField()
    until = serializers.DateField()
    definitions = DefinitionSerializer(many=True)
    cells = CellSerializer(many=True)


class CountedKeySerializer(serializers.Serializer):
    """A country or language, and how many needs."""

    key = serializers.CharField()
    name = serializers.CharField()
    needs = serializers.IntegerField()


class RecruitedForSerializer(serializers.Serializer):
    """Of a sector: how many needs went without, where, and what nobody covered."""

    sector = serializers.CharField()
    sector_name = serializers.SerializerMethodField()
    needs = serializers.IntegerField()
    abstentions = serializers.IntegerField(source="by_kind.abstention")
    declines = serializers.IntegerField(source="by_kind.decline")
    no_matches = serializers.IntegerField(source="by_kind.no_match")
    countries = serializers.SerializerMethodField()
    languages = serializers.SerializerMethodField()
    lacking = serializers.ListField(child=serializers.CharField())

    def get_sector_name(self, lack: Lack) -> str:
        return label_of(self.context["labels"], Dimension.SECTOR, lack.sector)

    @extend_schema_field(CountedKeySerializer(many=True))
    def get_countries(self, lack: Lack) -> Any:
        return self._counted(Dimension.COUNTRY, lack.countries)

    @extend_schema_field(CountedKeySerializer(many=True))
    def get_languages(self, lack: Lack) -> Any:
        return self._counted(Dimension.LANGUAGE, lack.languages)

    def _counted(self, dimension: Dimension, counted: dict[str, int]) -> list[dict[str, Any]]:
        known = self.context["labels"]
        return [
            {"key": key, "name": label_of(known, dimension, key), "needs": number}
            for key, number in counted.items()
        ]


class UnmetCaseSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(choices=Unmet.choices)
    kind_label = serializers.CharField(source="kind.label")
    at = serializers.DateTimeField()
    reason = serializers.CharField()
    missing = serializers.ListField(child=serializers.CharField())


class UnmetNeedSerializer(serializers.Serializer):
    """A need behind a figure, and what happened to it."""

    need = serializers.UUIDField(source="need.pk")
    title = serializers.CharField(source="need.title")
    country = serializers.CharField(source="need.country_id", allow_null=True)
    institution = serializers.UUIDField(source="need.institution_id")
    cases = UnmetCaseSerializer(many=True)


class WantedCellSerializer(PeriodSerializer):
    """Which cell: as the table names it."""

    figure = ChoiceField(choices=list(UNMET))
    dimension = ChoiceField(choices=[(one.value, one.label) for one in BY])
    key = serializers.CharField(allow_blank=True, required=False, default="")
