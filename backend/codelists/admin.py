"""The lists in the administration: to be looked up, and the memberships to be put right."""

from __future__ import annotations

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from backend.codelists.models import (
    Country,
    CountryGroup,
    Field,
    Goal,
    GroupMembership,
    Holiday,
    Language,
    PgtfSector,
    Region,
    Sector,
    SectorCategory,
    Target,
    WorkingCalendar,
)
from backend.common.admin_site import CodeAdmin, site

site.register([Region, CountryGroup, PgtfSector, SectorCategory, Field], CodeAdmin)


@admin.register(Country, site=site)
class CountryAdmin(CodeAdmin):
    list_display = ("code", "name", "alpha2", "region")
    list_filter = (("region", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("region",)


@admin.register(Language, site=site)
class LanguageAdmin(CodeAdmin):
    list_display = ("code", "name", "native_name", "right_to_left")
    search_fields = ("code", "names", "native_name")


@admin.register(Goal, site=site)
class GoalAdmin(CodeAdmin):
    list_display = ("code", "name", "title")


@admin.register(Target, site=site)
class TargetAdmin(CodeAdmin):
    list_display = ("code", "name", "goal")
    list_filter = ("goal",)
    list_select_related = ("goal",)


@admin.register(Sector, site=site)
class SectorAdmin(CodeAdmin):
    list_display = ("code", "name", "category", "withdrawn")
    list_filter = ("withdrawn", ("category", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("category",)


@admin.register(GroupMembership, site=site)
class GroupMembershipAdmin(ModelAdmin):
    """What is changed here is left alone when the lists are loaded again."""

    list_display = ("country", "group", "valid_from", "valid_to", "confirmed", "edited")
    list_filter = ("group", "confirmed", "edited")
    list_select_related = ("country", "group")
    search_fields = ("country__code", "country__names")
    autocomplete_fields = ("country", "group")
    readonly_fields = ("edited",)

    def save_model(
        self, request: HttpRequest, obj: GroupMembership, form: ModelForm, change: bool
    ) -> None:
        obj.edited = True
        super().save_model(request, obj, form, change)


class HolidayInline(TabularInline):
    model = Holiday
    extra = 0


@admin.register(WorkingCalendar, site=site)
class WorkingCalendarAdmin(ModelAdmin):
    """Calendars are data of the installation: theirs to keep, unlike the lists out of files."""

    list_display = ("code", "name", "zone", "rest_days")
    search_fields = ("code", "names")
    inlines = (HolidayInline,)
