"""Declared relations and waivers in the administration."""

from __future__ import annotations

from django.contrib import admin

from backend.common.admin_site import ReadOnly, RowAdmin, site
from backend.conflicts.models import DeclaredRelation, Waiver


@admin.register(DeclaredRelation, site=site)
class DeclaredRelationAdmin(RowAdmin):
    list_display = ("profile", "institution", "kind", "declared_on", "ended_on")
    list_select_related = ("profile", "institution")
    list_filter = ("kind",)
    raw_id_fields = ("profile", "institution")


@admin.register(Waiver, site=site)
class WaiverAdmin(ReadOnly, RowAdmin):
    list_display = ("profile", "institution", "key", "by", "created_at")
    list_select_related = ("profile", "institution", "by")
