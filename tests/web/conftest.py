"""Who acts for whom, in tests of rights."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache

from backend.accounts.models import User
from backend.directory.models import Institution, Membership


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    """Failed log-ins and requests of earlier tests count for nothing."""
    cache.clear()


@pytest.fixture
def own(partner) -> Institution:
    """The institution that `partner` owns."""
    return partner.memberships.get().institution


@pytest.fixture
def member(own) -> Callable[..., User]:
    """A new person who acts for `own` in a role: ``member("reader")``."""

    def make(role: str, **period: Any) -> User:
        user = User.objects.create_user(f"{role}@own.example", "counterpart")
        Membership.objects.create(user=user, institution=own, role=role, **period)
        return user

    return make
