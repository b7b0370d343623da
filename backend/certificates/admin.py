"""Certificates in the administration: to be looked at, and taken back with a reason."""

from __future__ import annotations

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from backend.accounts.models import User
from backend.certificates.models import Certificate
from backend.certificates.services import revoke_certificate
from backend.common.admin_site import RowAdmin, site


@admin.register(Certificate, site=site)
class CertificateAdmin(RowAdmin):
    """Writing why it is revoked revokes it; nothing else can be changed."""

    list_display = ("printed_code", "expert", "client", "title", "created_at", "revoked_at")
    list_select_related = ("expert", "client")
    search_fields = ("code", "title", "expert__search_names", "client__search_names")
    fields = (
        *("printed_code", "expert", "client", "title", "language", "starts_on", "ends_on"),
        *("working_days", "revoked_why", "revoked_at", "revoked_by"),
    )
    readonly_fields = tuple(name for name in fields if name != "revoked_why")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Certificate | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Certificate | None = None) -> bool:
        changes = super().has_change_permission(request, obj)
        return changes and (obj is None or obj.revoked_at is None)

    def save_model(
        self, request: HttpRequest, obj: Certificate, form: ModelForm, change: bool
    ) -> None:
        if obj.revoked_why.strip() and isinstance(request.user, User):
            revoke_certificate(certificate=obj, by=request.user, reason=obj.revoked_why)
