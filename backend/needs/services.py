"""Creating, changing and withdrawing needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from backend.accounts.models import User
from backend.directory.models import Profile
from backend.needs.models import Need

SETS = ("sdgs", "sectors", "expert_languages")


@transaction.atomic
def create_need(*, values: Mapping[str, Any], by: User | AnonymousUser | None) -> Need:
    plain = {name: value for name, value in values.items() if name not in SETS}
    need = Need.objects.create(**plain, created_by=by if isinstance(by, User) else None)
    _store_sets(need, values)
    return need


@transaction.atomic
def change_need(*, need: Need, values: Mapping[str, Any]) -> Need:
    for name, value in values.items():
        if name not in SETS:
            setattr(need, name, value)
    need.version += 1
    need.save()
    _store_sets(need, values)
    return need


def follow_merge(*, dropped: Profile, kept: Profile, **_signal: Any) -> None:
    """The needs of an institution that was merged are those of the one that stayed."""
    if kept.kind == Profile.Kind.INSTITUTION:
        Need.objects.filter(institution=dropped.pk).update(
            institution=kept.pk, version=F("version") + 1, updated_at=timezone.now()
        )


@transaction.atomic
def withdraw_need(*, need: Need) -> Need:
    """Take a need back; its rankings stay readable."""
    if need.withdrawn_at is None:
        need.withdrawn_at = timezone.now()
        need.version += 1
        need.save(update_fields=["withdrawn_at", "version", "updated_at"])
    return need


@transaction.atomic
def restore_need(*, need: Need) -> Need:
    """Open a need again that was taken back."""
    if need.withdrawn_at is not None:
        need.withdrawn_at = None
        need.version += 1
        need.save(update_fields=["withdrawn_at", "version", "updated_at"])
    return need


def _store_sets(need: Need, values: Mapping[str, Any]) -> None:
    for name in SETS:
        if name in values:
            getattr(need, name).set(values[name])
