"""The history in the administration: to be looked at, and found by the row's id."""

from __future__ import annotations

from django.contrib import admin
from unfold.admin import ModelAdmin

from backend.common.admin_site import ReadOnly, site
from backend.history.models import Change


@admin.register(Change, site=site)
class ChangeAdmin(ReadOnly, ModelAdmin):
    list_display = ("at", "kind", "model", "row", "scrubbed_at")
    list_filter = ("kind", "model")
    search_fields = ("row", "act")
    show_full_result_count = False
