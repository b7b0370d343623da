"""Writes of the alerts app."""

from backend.alerts.services.keeping import (
    change_alert,
    create_alert,
    expire_alerts,
    remind_of_expiry,
    remove_alert,
    take_step,
)
from backend.alerts.services.matching import match_target
from backend.alerts.services.sweeping import sweep
from backend.alerts.services.telling import tell

__all__ = [
    "change_alert",
    "create_alert",
    "expire_alerts",
    "match_target",
    "remind_of_expiry",
    "remove_alert",
    "sweep",
    "take_step",
    "tell",
]
