"""Passages across all profiles, and what was imported."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from backend.common.admin_site import GistAdmin, ReadOnly, RowAdmin, site
from backend.common.queue import enqueue
from backend.directory.admin.forms import PassageForm
from backend.directory.admin.profiles import mark_row
from backend.directory.models import ImportRun, Passage, PassageGist


@admin.register(Passage, site=site)
class PassageAdmin(RowAdmin):
    form = PassageForm
    list_display = ("__str__", "profile", "kind", "language", "year", "attestation", "hidden")
    list_filter = ("kind", "attestation", "hidden", "edited", "language")
    list_select_related = ("profile",)
    search_fields = ("text", "identifier")
    readonly_fields = ("profile", "edited", "external_id", "import_key")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Passages are added in the profile they belong to."""
        return False

    def save_model(self, request: HttpRequest, obj: Passage, form: ModelForm, change: bool) -> None:
        if form.has_changed():
            mark_row(obj)
            obj.save()
            enqueue("matches.embed_pending")


@admin.register(ImportRun, site=site)
class ImportRunAdmin(ReadOnly, ModelAdmin):
    list_display = ("file_name", "source", "created_at", "finished_at", "by", "problems_found")
    list_filter = ("source",)
    list_select_related = ("by",)
    search_fields = ("file_name", "source")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportRun]:
        return super().get_queryset(request).order_by("-created_at")

    @display(description=_("problems"))
    def problems_found(self, run: ImportRun) -> int:
        return len(run.problems)


site.register(PassageGist, GistAdmin)
