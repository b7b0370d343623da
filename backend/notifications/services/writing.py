"""Writing letters: rows in the transaction of what they tell of."""

from __future__ import annotations

import datetime

from django.db.models import Model
from django.utils import timezone

from backend.common.ids import new_id
from backend.common.queue import enqueue
from backend.notifications.models import Frequency, Kind, Letter
from backend.notifications.selectors import next_digest, reader_of


def about(row: Model) -> str:
    return f"{row._meta.label_lower} {row.pk}"


def write_letter(
    *,
    address: str,
    language: str,
    subject: str,
    text: str,
    of: Model,
    kind: str = Kind.DECISION,
    calendar: str = "",
) -> Letter:
    """Within the transaction of what it tells of: it is sent if, and only if, that comes about.

    One that its reader wants less often waits for the digest; one that is not wanted is kept
    for the log alone.
    """
    pk = new_id()
    status, send_after = _when(address, kind)
    letter = Letter.objects.create(
        pk=pk,
        address=address,
        language=language,
        kind=kind,
        subject=" ".join(subject.split())[:200],
        text=text,
        calendar=calendar,
        about=about(of),
        message_id=f"<{pk}@counterpart>",
        status=status,
        **send_after,
    )
    if status == Letter.Status.WAITING:
        enqueue("notifications.send_letter", pk)
    return letter


def _when(address: str, kind: str) -> tuple[str, dict[str, datetime.datetime]]:
    """How it begins, and from when on it may go; the database's own time where at once."""
    reader = reader_of(address)
    frequency = reader.frequency(kind)
    if frequency == Frequency.NONE:
        return Letter.Status.UNWANTED, {}
    if frequency == Frequency.AT_ONCE:
        return Letter.Status.WAITING, {}
    due = next_digest(timezone.now(), reader.zone, frequency)
    return Letter.Status.HELD, {"send_after": due}
