"""Alerts are their owner's alone: not of an app of which officers have all rights."""

from __future__ import annotations

import rules

from backend.accounts.models import User
from backend.alerts.models import Alert


@rules.predicate
def is_its_owner(user: User, alert: Alert | None) -> bool:
    return alert is not None and user.is_authenticated and alert.owner_id == user.pk


rules.add_perm("alerts.keep_alert", is_its_owner)
