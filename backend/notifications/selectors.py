"""Reads of the notifications app."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from backend.common.links import SignedLink
from backend.notifications.models import Frequency, Letter, Reader

LINK = SignedLink("unsubscribe", "letters not wanted")
DIGEST_HOUR = datetime.time(7)  # in the reader's zone
MONDAY = 0


def reader_of(address: str) -> Reader:
    """The reader at an address; one not kept yet where nobody has said anything."""
    key = address.lower()
    return Reader.objects.filter(address=key).first() or Reader(address=key)


def next_digest(now: datetime.datetime, zone: ZoneInfo, frequency: str) -> datetime.datetime:
    """When the digest after ``now`` is due: of a day, or of a week on Monday."""
    local = now.astimezone(zone)
    day = local.date() + datetime.timedelta(days=local.time() >= DIGEST_HOUR)
    if frequency == Frequency.WEEKLY:
        day += datetime.timedelta(days=(MONDAY - day.weekday()) % 7)
    return datetime.datetime.combine(day, DIGEST_HOUR, zone)


def unsubscribe_link(letter: Letter) -> str:
    """Where its reader says that such letters are not wanted; it names nobody."""
    return LINK.to(letter)


def letter_of(token: str) -> Letter | None:
    """The letter whose link it is; None for one that is not ours."""
    pk = LINK.row_id(token)
    return Letter.objects.filter(pk=pk).first() if pk else None
