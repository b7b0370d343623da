"""The codelists, whole: they are short, and a form needs all of an entry's siblings."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from rest_framework import mixins, serializers, viewsets

from backend.codelists import models
from backend.codelists.models import GroupMembership
from backend.common.models import Code


class CodeSerializer(serializers.Serializer):
    """An entry: its code, and its name in the caller's language."""

    code = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True)


class CountrySerializer(CodeSerializer):
    alpha2 = serializers.CharField(read_only=True)
    m49 = serializers.CharField(read_only=True)
    region = serializers.CharField(source="region_id", read_only=True)
    groups = serializers.SerializerMethodField()

    def get_groups(self, country: Any) -> list[str]:
        return sorted(membership.group_id for membership in country.current_memberships)


class RegionSerializer(CodeSerializer):
    parent = serializers.CharField(  # type: ignore[assignment]  # DRF sets its own on instances only
        source="parent_id", read_only=True, allow_null=True
    )


class LanguageSerializer(CodeSerializer):
    native_name = serializers.CharField(read_only=True)
    right_to_left = serializers.BooleanField(read_only=True)


class GoalSerializer(CodeSerializer):
    color = serializers.CharField(read_only=True)


class TargetSerializer(CodeSerializer):
    goal = serializers.CharField(source="goal_id", read_only=True)


class SectorSerializer(CodeSerializer):
    category = serializers.CharField(source="category_id", read_only=True)
    withdrawn = serializers.BooleanField(read_only=True)


class CodelistViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """One codelist."""

    pagination_class = None
    filter_backends = ()
    serializer_class: type[CodeSerializer] = CodeSerializer
    lookup_value_regex = "[^/]+"


class CountryViewSet(CodelistViewSet):
    serializer_class = CountrySerializer
    queryset = models.Country.objects.all()

    def get_queryset(self) -> QuerySet:
        today = GroupMembership.objects.valid_on(timezone.now().date())
        memberships = Prefetch("group_memberships", today, to_attr="current_memberships")
        return models.Country.objects.prefetch_related(memberships)


def _viewset(model: type[Code], serializer: type[CodeSerializer]) -> type[CodelistViewSet]:
    return type(
        f"{model.__name__}ViewSet",
        (CodelistViewSet,),
        {
            "queryset": model._default_manager.all(),
            "serializer_class": serializer,
            "__doc__": model.__doc__,
        },
    )


VIEWSETS: dict[str, type[CodelistViewSet]] = {
    "countries": CountryViewSet,
    "regions": _viewset(models.Region, RegionSerializer),
    "groups": _viewset(models.CountryGroup, CodeSerializer),
    "languages": _viewset(models.Language, LanguageSerializer),
    "sdgs": _viewset(models.Goal, GoalSerializer),
    "targets": _viewset(models.Target, TargetSerializer),
    "sectors": _viewset(models.Sector, SectorSerializer),
    "sector-categories": _viewset(models.SectorCategory, CodeSerializer),
    "pgtf-sectors": _viewset(models.PgtfSector, CodeSerializer),
    "fields": _viewset(models.Field, CodeSerializer),
}
