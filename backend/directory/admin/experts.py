"""Experts in the administration, with their contact data."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.admin import StackedInline, TabularInline

from backend.common.admin_site import site
from backend.directory.admin.profiles import RECORDS, SUBJECTS, PassageInline, ProfileAdmin
from backend.directory.models import (
    Affiliation,
    AvailabilityPeriod,
    Contact,
    Expert,
    LanguageSkill,
)


class ContactInline(StackedInline):
    model = Contact
    tab = True


class AffiliationInline(TabularInline):
    model = Affiliation
    fk_name = "expert"
    autocomplete_fields = ("institution",)
    extra = 0
    tab = True


class LanguageSkillInline(TabularInline):
    model = LanguageSkill
    autocomplete_fields = ("language",)
    extra = 0
    tab = True


class AvailabilityInline(TabularInline):
    model = AvailabilityPeriod
    extra = 0
    tab = True


@admin.register(Expert, site=site)
class ExpertAdmin(ProfileAdmin):
    list_display = (
        "shown_name",
        "country",
        "listed",
        "last_confirmed",
        "max_open_engagements",
        "demo",
    )
    autocomplete_fields = (*ProfileAdmin.autocomplete_fields, "countries_worked_in", "user")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "names",
                    ("country", "city"),
                    ("gender", "orcid"),
                    ("consent_listed", "last_confirmed"),
                    ("max_open_engagements", "demo"),
                    "user",
                )
            },
        ),
        (_("Experience"), {"fields": ("countries_worked_in", *SUBJECTS)}),
        RECORDS,
    )
    inlines = (
        PassageInline,
        AffiliationInline,
        LanguageSkillInline,
        AvailabilityInline,
        ContactInline,
    )
