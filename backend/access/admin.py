"""Who asks for access and who is invited, in the administration: to be looked at."""

from __future__ import annotations

from django.contrib import admin
from unfold.admin import TabularInline

from backend.access.models import AccessRequest, AccessStep, MemberInvitation
from backend.common.admin_site import ReadOnly, RowAdmin, site


class AccessStepInline(ReadOnly, TabularInline):
    model = AccessStep
    fields = ("created_at", "step", "source", "target", "by", "reason")
    extra = 0


@admin.register(AccessRequest, site=site)
class AccessRequestAdmin(ReadOnly, RowAdmin):
    """They move by their steps alone, over the API."""

    list_display = ("__str__", "type", "country", "status", "created_at")
    list_filter = ("status", "type")
    list_select_related = ("country",)
    search_fields = ("names", "focal_point", "email", "why")
    inlines = (AccessStepInline,)


@admin.register(MemberInvitation, site=site)
class MemberInvitationAdmin(ReadOnly, RowAdmin):
    list_display = ("email", "institution", "role", "status", "sent_at", "expires_at")
    list_filter = ("status", "role")
    list_select_related = ("institution",)
    search_fields = ("email", "institution__search_names")
