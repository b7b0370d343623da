"""Messages in the administration: to be looked at."""

from __future__ import annotations

from django.contrib import admin
from unfold.admin import TabularInline

from backend.common.admin_site import ReadOnly, RowAdmin, site
from backend.discussion.models import Message, MessageFile


class MessageFileInline(ReadOnly, TabularInline):
    model = MessageFile
    fields = ("file", "created_at")
    extra = 0


@admin.register(Message, site=site)
class MessageAdmin(ReadOnly, RowAdmin):
    list_display = ("__str__", "side", "author", "visibility", "language", "created_at")
    list_filter = ("visibility", "side")
    list_select_related = ("author",)
    search_fields = ("text",)
    inlines = (MessageFileInline,)
