"""Files in the administration: what there is and how far it has come, never the bytes."""

from __future__ import annotations

from django.contrib import admin

from backend.common.admin_site import ReadOnly, RowAdmin, site
from backend.files.models import StoredFile


@admin.register(StoredFile, site=site)
class StoredFileAdmin(ReadOnly, RowAdmin):
    list_display = ("name", "kind", "size", "status", "refusal", "owner", "attached_at")
    list_filter = ("status", "kind", "refusal")
    list_select_related = ("owner",)
    search_fields = ("name", "sha256")
