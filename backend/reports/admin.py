"""Reports in the administration: to be looked at. They are made over the API."""

from __future__ import annotations

from django.contrib import admin

from backend.common.admin_site import ReadOnly, RowAdmin, site
from backend.reports.models import Report


@admin.register(Report, site=site)
class ReportAdmin(ReadOnly, RowAdmin):
    list_display = ("title", "since", "until", "definitions_version", "by", "created_at")
    list_select_related = ("by",)
    search_fields = ("title",)
