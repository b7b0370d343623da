"""The administration: its site, and what its pages have in common."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from unfold.admin import ModelAdmin as UnfoldModelAdmin
from unfold.sites import UnfoldAdminSite

from backend.common.permissions import opens_administration
from backend.common.text import fold
from backend.common.versions import note_changes


class AdminSite(UnfoldAdminSite):
    """Open to whoever may open it, staff or not; people log in where everybody does."""

    def has_permission(self, request: HttpRequest) -> bool:
        return opens_administration(request.user)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict]:
        """What people work with first, the lists it refers to last: installed in that order."""
        order = {name.rpartition(".")[2]: at for at, name in enumerate(settings.INSTALLED_APPS)}
        found = super().get_app_list(request, app_label)
        return sorted(found, key=lambda app: -order.get(app["app_label"], -1))

    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """The site's own log-in, with its limits and its second factor."""
        if self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index"))
        if request.user.is_authenticated:
            raise PermissionDenied
        wanted = request.GET.get("next") or reverse("admin:index")
        return redirect_to_login(wanted, settings.LOGIN_URL)

    def logout(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return HttpResponseRedirect(reverse("account_logout"))


site = AdminSite(name="admin")


class RowAdmin(UnfoldModelAdmin):
    """Rows with a version: it grows with each change."""

    compressed_fields = True
    warn_unsaved_form = True
    show_full_result_count = False
    kept: tuple[str, ...] = ("version", "created_at", "updated_at")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), *self.kept]

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        if change and form.has_changed():
            obj.version += 1
            note_changes(obj, form.changed_data, request.user, obj.version)
        super().save_model(request, obj, form, change)


class ReadOnly:
    """To be looked at: nothing is added, changed or removed."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class GistAdmin(ReadOnly, RowAdmin):
    """Gists are written where their texts are read; a wrong one is removed here."""

    list_display = ("__str__", "original", "machine", "by", "updated_at")
    list_filter = ("language",)
    list_select_related = ("original", "by")
    search_fields = ("text",)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_view_permission(request, obj)


class CodeAdmin(ReadOnly, UnfoldModelAdmin):
    """An entry of a list. Lists come from files, which would undo what is changed here."""

    list_display: tuple[str, ...] = ("code", "name")
    search_fields: tuple[str, ...] = ("code", "names")
    show_full_result_count = False


class FoldedSearch:
    """Search without accents and capitals, in a column that is kept so."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        folded = fold(search_term)
        return super().get_search_results(request, queryset, folded)  # type: ignore[misc]  # of the admin class it is mixed into
