"""The log of letters, for the secretariat."""

from __future__ import annotations

from django.contrib import admin

from backend.common.admin_site import ReadOnly, RowAdmin, site
from backend.notifications.models import Letter


@admin.register(Letter, site=site)
class LetterAdmin(ReadOnly, RowAdmin):
    list_display = ("subject", "address", "status", "attempts", "created_at", "sent_at")
    list_filter = ("status",)
    search_fields = ("subject", "address", "about")
