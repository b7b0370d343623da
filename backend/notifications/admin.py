"""The log of letters, for the secretariat."""

from __future__ import annotations

from django.contrib import admin

from backend.common.admin_site import ReadOnly, RowAdmin, site
from backend.notifications.models import Letter, Reader


@admin.register(Letter, site=site)
class LetterAdmin(ReadOnly, RowAdmin):
    """Without the text of those that hold a link: who has the link may answer."""

    list_display = ("subject", "address", "kind", "status", "attempts", "created_at", "sent_at")
    list_filter = ("status", "kind")
    search_fields = ("subject", "address", "about")
    exclude = ("text",)
    readonly_fields = ("text_to_show",)


@admin.register(Reader, site=site)
class ReaderAdmin(ReadOnly, RowAdmin):
    list_display = ("address", "time_zone", "frequencies")
    search_fields = ("address",)
