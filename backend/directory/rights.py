"""What a person's memberships make of them. Imports no models, so that models may ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from backend.accounts.models import User


def memberships_of(user: User) -> Any:
    """The memberships in force today."""
    return user.memberships.valid_on(timezone.now().date())


def is_secretariat(user: User | AnonymousUser) -> bool:
    """Whether a person is an officer of the secretariat today."""
    if not user.is_authenticated or not user.is_active:
        return False
    return (
        user.is_superuser or memberships_of(user).filter(institution__is_secretariat=True).exists()
    )


def own_profile_ids(user: User | AnonymousUser) -> list[UUID]:
    """The institutions a person acts for, the own expert profile, and those of whom one is the
    delegate."""
    if not user.is_authenticated:
        return []
    institutions = memberships_of(user).order_by().values_list("institution", flat=True)
    delegated = user.delegations.in_force().order_by().values_list("expert", flat=True)
    own = list(institutions.union(delegated))
    expert = getattr(user, "expert", None)
    return [*own, expert.pk] if expert else own
