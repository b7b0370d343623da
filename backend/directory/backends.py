"""What officers of the secretariat may do in the administration, without being staff."""

from __future__ import annotations

from typing import Any

from backend.common.permissions import OPEN
from backend.directory.rights import is_secretariat

WRITTEN = {
    "accounts",
    "certificates",
    "codelists",
    "conflicts",
    "consultations",
    "directory",
    "needs",
    "programmes",
}
READ = {"access", "alerts", "discussion", "files", "history", "matches", "notifications", "reports"}
# Everything else is withdrawn, hidden or made inactive, so that what refers to it stays readable.
DELETED = {
    "accounts.delete_issuedtoken",
    "codelists.delete_groupmembership",
    "directory.delete_affiliation",
    "directory.delete_availabilityperiod",
    "directory.delete_contact",
    "directory.delete_languageskill",
    "directory.delete_membership",
    "codelists.delete_holiday",
}


def for_officers(permission: str) -> bool:
    """Whether a permission is one that every officer has."""
    app, _, action = permission.partition(".")
    if action.startswith("delete_"):
        return permission in DELETED
    return permission == OPEN or app in WRITTEN or (app in READ and action.startswith("view_"))


class SecretariatBackend:
    """Grants, and logs nobody in."""

    def authenticate(self, request: Any, **credentials: Any) -> None:
        return None

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return for_officers(perm) and _is_officer(user_obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return app_label in WRITTEN | READ and _is_officer(user_obj)


def _is_officer(user: Any) -> bool:
    """Asked dozens of times for one page: remembered as long as the request's user object."""
    if not hasattr(user, "_officer"):
        user._officer = is_secretariat(user)
    return user._officer
