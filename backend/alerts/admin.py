"""Alerts in the administration: to be looked at. They are their owners'."""

from __future__ import annotations

from django.contrib import admin

from backend.alerts.models import Alert, AlertHit, AlertTarget, CallText
from backend.common.admin_site import ReadOnly, RowAdmin, site


@admin.register(Alert, site=site)
class AlertAdmin(ReadOnly, RowAdmin):
    """Without its words and its owner: what somebody looks for is theirs alone."""

    list_display = ("pk", "status", "how_often", "expires_at", "created_at")
    list_filter = ("status", "how_often")
    fields = ("kinds", "how_often", "status", "expires_at", "caught_up", "created_at")


@admin.register(AlertHit, site=site)
class AlertHitAdmin(ReadOnly, RowAdmin):
    list_display = ("pk", "kind", "score", "due_at", "told_at")
    list_filter = ("kind",)
    fields = ("kind", "target", "score", "due_at", "told_at")


@admin.register(AlertTarget, site=site)
class AlertTargetAdmin(ReadOnly, RowAdmin):
    list_display = ("pk", "kind", "status", "attempt", "crashes", "finished_at")
    list_filter = ("kind", "status")


@admin.register(CallText, site=site)
class CallTextAdmin(ReadOnly, RowAdmin):
    list_display = ("call", "language", "updated_at")
    list_select_related = ("call",)
