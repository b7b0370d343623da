"""Experts in the administration, with their contact data."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import StackedInline, TabularInline
from unfold.decorators import action

from backend.common.admin_site import site
from backend.common.errors import Conflict
from backend.directory.admin.forms import ExpertForm
from backend.directory.admin.profiles import RECORDS, SUBJECTS, PassageInline, ProfileAdmin
from backend.directory.models import (
    Affiliation,
    AvailabilityPeriod,
    Contact,
    Expert,
    LanguageSkill,
)
from backend.directory.services.invitations import invite_expert


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
    form = ExpertForm
    list_display = (
        "shown_name",
        "country",
        "listed",
        "last_confirmed",
        "max_open_engagements",
        "demo",
    )
    autocomplete_fields = (
        *ProfileAdmin.autocomplete_fields,
        "countries_worked_in",
        "sectors_not_wanted",
    )
    readonly_fields = ("user",)  # who accepts an invitation is linked
    actions = (*ProfileAdmin.actions, "invite")
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
                    "sectors_not_wanted",
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

    @action(description=_("Invite to take over the profile"), permissions=["change"])
    def invite(self, request: HttpRequest, queryset: QuerySet[Expert]) -> None:
        """Shows each link; it goes by mail too where there is an address."""
        for expert in queryset:
            try:
                invited = invite_expert(expert=expert, by=request.user)
            except Conflict as refused:
                self.message_user(request, f"{expert}: {refused.detail}", messages.ERROR)
                continue
            told = gettext("no address to mail it to; pass the link on")
            if invited.email:
                told = gettext("mailed to %(email)s") % {"email": invited.email}
            self.message_user(request, f"{expert}: {invited.link} ({told})", messages.SUCCESS)
