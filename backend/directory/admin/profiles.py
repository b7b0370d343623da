"""What institutions and experts have in common in the administration."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.db.models import F, QuerySet
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.admin import StackedInline
from unfold.decorators import action, display

from backend.common.admin_site import FoldedSearch, RowAdmin
from backend.common.errors import Conflict
from backend.common.models import Row
from backend.common.queue import enqueue
from backend.directory.admin.forms import PassageForm, ProfileForm
from backend.directory.models import Passage, Profile
from backend.directory.services import profiles, restoring

SUBJECTS = ("fields", "sdgs", "sectors")
KEPT = (
    "source",
    "external_id",
    "withdrawn_at",
    "edited_fields",
    "version",
    "created_at",
    "updated_at",
)
RECORDS = (_("Records"), {"fields": KEPT, "classes": ("collapse",)})


class PassageInline(StackedInline):
    model = Passage
    fk_name = "profile"
    form = PassageForm
    fields = (
        ("kind", "attestation"),
        "text",
        ("language", "year"),
        ("origin", "identifier"),
        "hidden",
    )
    extra = 0
    per_page = 20
    can_delete = False  # hidden instead: an import would bring it back
    tab = True


class ProfileAdmin(FoldedSearch, RowAdmin):
    form = ProfileForm
    list_filter: tuple = (
        "consent_listed",
        "demo",
        ("country", admin.RelatedOnlyFieldListFilter),
        "source",
    )
    list_select_related: tuple[str, ...] = ("country",)
    search_fields = ("search_names", "external_id")
    autocomplete_fields: tuple[str, ...] = ("country", *SUBJECTS)
    kept = KEPT
    actions: tuple[str, ...] = ("withdraw", "restore")

    @display(description=_("name"), ordering="search_names")
    def shown_name(self, profile: Profile) -> str:
        return profile.name

    @display(description=_("listed"), boolean=True)
    def listed(self, profile: Profile) -> bool:
        return profile.consent_listed and profile.withdrawn_at is None

    @action(description=_("Withdraw from all lists and rankings"), permissions=["change"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet) -> None:
        for profile in queryset:
            profiles.withdraw_profile(profile=profile)

    @action(description=_("Bring back what was withdrawn"), permissions=["change"])
    def restore(self, request: HttpRequest, queryset: QuerySet) -> None:
        for profile in queryset:
            try:
                restoring.restore_profile(profile=profile)
            except Conflict as refused:
                self.message_user(request, f"{profile}: {refused.detail}", messages.ERROR)

    def save_formset(
        self, request: HttpRequest, form: ModelForm, formset: BaseModelFormSet, change: bool
    ) -> None:
        if issubclass(formset.model or object, Row):
            for row in formset.save(commit=False):
                mark_row(row)
        super().save_formset(request, form, formset, change)

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        parts = [name_of(formset) for formset in formsets if formset.has_changed()]
        decided = set() if change else {"consent_listed"}  # the form asked for it
        counted = not change or bool(form.changed_data)
        mark_profile(form.instance, {*form.changed_data, *parts, *decided}, counted)
        enqueue("matches.embed_pending")


def name_of(formset: Any) -> str:
    """The name by which the profile knows the rows: affiliations, language_skills, passages."""
    return formset.fk.remote_field.get_accessor_name()


def mark_row(row: Row) -> None:
    """Its version grows; what a person wrote or changed is not overwritten by an import."""
    if isinstance(row, Passage):
        row.edited = True
    if not row._state.adding:
        row.version += 1


def mark_profile(profile: Profile, names: Iterable[str], counted: bool) -> None:
    """Neither are the fields of a profile. ``counted``: the version has grown already."""
    edited = set(names) - {"passages", "memberships"}
    Profile.objects.filter(pk=profile.pk).update(
        edited_fields=sorted({*profile.edited_fields, *edited}),
        version=F("version") + (0 if counted or not edited else 1),
        updated_at=timezone.now(),
    )
