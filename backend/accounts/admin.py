"""People who log in. What they may do follows from their memberships, in the directory."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import action, display
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from backend.accounts import services
from backend.accounts.models import IssuedToken, User
from backend.common.admin_site import ReadOnly, site


class NewUserForm(UserCreationForm):
    class Meta:
        model = User
        fields = ("email", "first_name", "last_name")


@admin.register(User, site=site)
class UserAdmin(BaseUserAdmin, ModelAdmin):
    """Only a superuser gives the rights of staff, or touches the account of one who has them."""

    form = UserChangeForm
    add_form = NewUserForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("email", "first_name", "last_name", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "first_name", "last_name")
    ordering = ("email",)
    readonly_fields = ("last_login", "date_joined")
    show_full_result_count = False
    base_fields = ("email", "password", "first_name", "last_name", "language", "is_active")
    staff_fields = ("is_staff", "is_superuser")
    filter_horizontal = ()
    actions = ("remove_second_factor",)
    add_fieldsets = (
        (
            None,
            {
                "fields": (
                    "email",
                    "first_name",
                    "last_name",
                    "usable_password",
                    "password1",
                    "password2",
                )
            },
        ),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return self.add_fieldsets
        rights = [(_("Rights"), {"fields": self.staff_fields})] if _trusted(request) else []
        times = (_("Times"), {"fields": self.readonly_fields})
        return [(None, {"fields": self.base_fields}), *rights, times]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        of_staff = isinstance(obj, User) and (obj.is_staff or obj.is_superuser)
        may = super().has_change_permission(request, obj)
        return may and (not of_staff or _trusted(request))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Accounts are made inactive: what they did must stay attributable."""
        return False

    @action(description=_("Remove the second factor that was lost"), permissions=["change"])
    def remove_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """The person asked for it, and the officer made sure of who it was."""
        may = [one for one in queryset if self.has_change_permission(request, one)]
        for user in may:
            services.remove_second_factor(user=user)
        said = _("Removed: %(count)s. The next log-in needs the password alone.")
        self.message_user(request, said % {"count": len(may)}, messages.SUCCESS)


@admin.register(IssuedToken, site=site)
class IssuedTokenAdmin(ReadOnly, ModelAdmin):
    """Who has tokens for the API. Deleting one ends it; the tokens themselves nobody sees."""

    list_display = ("user", "name", "created", "expires", "last_used_at")
    list_select_related = ("token__user",)
    search_fields = ("token__user__email", "name")
    ordering = ("-pk",)
    show_full_result_count = False
    fields = list_display

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("accounts.delete_issuedtoken")

    def delete_model(self, request: HttpRequest, obj: IssuedToken) -> None:
        services.revoke_token(issued=obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[IssuedToken]) -> None:
        for issued in queryset:
            services.revoke_token(issued=issued)

    @display(description=_("account"))
    def user(self, issued: IssuedToken) -> User:
        return issued.token.user

    @display(description=_("issued"))
    def created(self, issued: IssuedToken) -> Any:
        return issued.token.created

    @display(description=_("good until"))
    def expires(self, issued: IssuedToken) -> Any:
        return issued.token.expiry


def _trusted(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_superuser", False))
