"""Who opens the administration. Imports nothing that may ask for it."""

from __future__ import annotations

from typing import Any

OPEN = "admin.open"  # a permission that an authentication backend grants


def opens_administration(user: Any) -> bool:
    """Staff, and whoever has the permission without being staff."""
    return user.is_active and (user.is_staff or user.has_perm(OPEN))
