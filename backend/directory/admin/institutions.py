"""Institutions in the administration, and the people who act for them."""

from __future__ import annotations

from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from backend.common.admin_site import RowAdmin, site
from backend.directory.admin.forms import InstitutionForm
from backend.directory.admin.profiles import RECORDS, SUBJECTS, PassageInline, ProfileAdmin
from backend.directory.models import Institution, Membership


class MembershipInline(TabularInline):
    model = Membership
    autocomplete_fields = ("user",)
    fields = ("user", "role", "valid_from", "valid_to")
    extra = 0
    tab = True


@admin.register(Institution, site=site)
class InstitutionAdmin(ProfileAdmin):
    form = InstitutionForm
    list_display = (
        "shown_name",
        "type",
        "country",
        "listed",
        "network_from",
        "network_to",
        "illustrative",
    )
    list_filter = ("type", *ProfileAdmin.list_filter, "illustrative", "is_secretariat")
    autocomplete_fields = (*ProfileAdmin.autocomplete_fields, "parent")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "names",
                    ("type", "parent"),
                    ("country", "city"),
                    ("website", "ror"),
                    "source_url",
                    ("network_from", "network_to"),
                    ("consent_listed", "last_confirmed"),
                    "requires_clearance",
                    ("illustrative", "demo"),
                    "is_secretariat",
                )
            },
        ),
        (_("Experience"), {"fields": SUBJECTS}),
        RECORDS,
    )
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    readonly_fields = ("is_secretariat",)  # set once, when the platform is installed
    inlines = (PassageInline, MembershipInline)


@admin.register(Membership, site=site)
class MembershipAdmin(RowAdmin):
    list_display = ("user", "institution", "role", "valid_from", "valid_to")
    list_filter = ("role",)
    list_select_related = ("user", "institution")
    search_fields = ("user__email", "user__last_name", "institution__search_names")
    autocomplete_fields = ("user", "institution")
