"""The lifecycle of an alert: every step there is."""

from __future__ import annotations

from backend.alerts.models import Alert, AlertStatus
from backend.common.transitions import Step, Table

KEEP = "alerts.keep_alert"
S = AlertStatus
ACTIVE, PAUSED = frozenset({S.ACTIVE}), frozenset({S.PAUSED})


def as_it_was(alert: Alert) -> str:
    """What is paused stays so: it is only kept for longer."""
    return S.PAUSED if alert.status == S.PAUSED else S.ACTIVE


STEPS = Table(
    Step("pause", ACTIVE, S.PAUSED, KEEP),
    Step("resume", PAUSED, S.ACTIVE, KEEP),
    Step("renew", frozenset(S), as_it_was, KEEP),
    Step("expire", ACTIVE | PAUSED, S.EXPIRED, KEEP, by_itself=True),
)
