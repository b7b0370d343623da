"""What experts, and officers for them, did with their profiles: to be looked at."""

from __future__ import annotations

from django.contrib import admin

from backend.common.admin_site import ReadOnly, RowAdmin, site
from backend.directory.models import Confirmation, Delegate, Erasure, Proposal, ProposalSource


@admin.register(ProposalSource, site=site)
class ProposalSourceAdmin(ReadOnly, RowAdmin):
    list_display = ("file_name", "expert", "kind", "by", "channel", "created_at")
    list_filter = ("kind", "channel")
    list_select_related = ("expert", "by")
    search_fields = ("file_name",)


@admin.register(Proposal, site=site)
class ProposalAdmin(ReadOnly, RowAdmin):
    list_display = ("__str__", "source", "kind", "year", "status", "decided_by", "decided_at")
    list_filter = ("status", "kind")
    list_select_related = ("source", "decided_by")
    search_fields = ("text", "identifier")


@admin.register(Confirmation, site=site)
class ConfirmationAdmin(ReadOnly, RowAdmin):
    list_display = ("expert", "asked_at", "reminded_at", "confirmed_at", "channel")
    list_filter = ("channel",)
    list_select_related = ("expert",)


@admin.register(Delegate, site=site)
class DelegateAdmin(ReadOnly, RowAdmin):
    list_display = ("expert", "email", "accepted_at", "ended_at", "created_at")
    list_select_related = ("expert",)
    search_fields = ("email",)


@admin.register(Erasure, site=site)
class ErasureAdmin(ReadOnly, RowAdmin):
    list_display = ("__str__", "status", "channel", "created_at", "due_at", "done_at")
    list_filter = ("status", "channel")
    list_select_related = ("user", "expert", "asked_by")
