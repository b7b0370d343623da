"""Needs in the administration."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from backend.common.admin_site import GistAdmin, RowAdmin, site
from backend.needs.models import Need, NeedGist
from backend.needs.services import restore_need, withdraw_need
from backend.needs.validation import check_need_text


class NeedForm(forms.ModelForm):
    help = forms.MultipleChoiceField(
        label=_("kind of help"),
        choices=Need.Help.choices,
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )

    def clean_text(self) -> str:
        return check_need_text(self.cleaned_data["text"])


@admin.register(Need, site=site)
class NeedAdmin(RowAdmin):
    form = NeedForm
    list_display = ("__str__", "institution", "country", "language", "by", "withdrawn_at", "demo")
    list_filter = (
        "language",
        "demo",
        ("withdrawn_at", admin.EmptyFieldListFilter),
        ("country", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("institution", "country")
    search_fields = ("title", "text", "external_id")
    autocomplete_fields = ("institution", "country", "sdgs", "sectors", "expert_languages")
    exclude = ("created_by",)
    kept = ("source", "external_id", "withdrawn_at", *RowAdmin.kept)
    actions = ("withdraw", "restore")

    @action(description=_("Take back"), permissions=["change"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet) -> None:
        for need in queryset:
            withdraw_need(need=need)

    @action(description=_("Open again"), permissions=["change"])
    def restore(self, request: HttpRequest, queryset: QuerySet) -> None:
        for need in queryset:
            restore_need(need=need)


site.register(NeedGist, GistAdmin)
