"""Writes of the notifications app."""

from backend.notifications.services.digests import write_digests
from backend.notifications.services.readers import change_wishes, refuse_letters
from backend.notifications.services.sending import send_letter, sweep_letters
from backend.notifications.services.writing import about, write_letter

__all__ = [
    "about",
    "change_wishes",
    "refuse_letters",
    "send_letter",
    "sweep_letters",
    "write_digests",
    "write_letter",
]
