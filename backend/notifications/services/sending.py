"""Sending letters: claimed one by one, each for a while only."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from backend.common.queue import enqueue
from backend.notifications.models import OPTIONAL, Frequency, Letter, Reader
from backend.notifications.selectors import next_digest
from backend.notifications.services.digests import write_digests
from backend.notifications.services.messages import message_of

ATTEMPTS = 8
PAUSE = timedelta(minutes=1)  # before the second try, then twice as long each time
DAY = timedelta(days=1)
log = structlog.get_logger(__name__)


def send_letter(*, letter_id: UUID) -> bool:
    """Claims a letter and sends it.

    False where it is gone, sent, in another's hands, or one too many for a day.
    """
    letter = _claimed(letter_id)
    if letter is None:
        return False
    try:
        message_of(letter).send()
    except Exception as error:  # of SMTP, of the network, of a mail service: tried again later
        _failed(letter, error)
        return False
    _mine(letter).update(status=Letter.Status.SENT, sent_at=Now(), error="")
    return True


def sweep_letters() -> int:
    """Sends what a lost message or a killed worker left behind; gives up what never goes."""
    write_digests()
    due = Letter.objects.claimable()
    due.filter(attempts__gte=ATTEMPTS).update(status=Letter.Status.FAILED)
    waiting = list(
        due.filter(attempts__lt=ATTEMPTS).order_by("pk").values_list("pk", flat=True)[:500]
    )
    for pk in waiting:
        enqueue("notifications.send_letter", pk)
    return len(waiting)


@transaction.atomic
def _claimed(letter_id: UUID) -> Letter | None:
    """The letter, in our hands from now on; None where it is not to be sent now."""
    lease = timedelta(seconds=settings.LETTER_LEASE_SECONDS)
    waiting = Letter.objects.claimable().filter(pk=letter_id, attempts__lt=ATTEMPTS)
    letter = waiting.first()
    if letter is None or _held_back(letter, waiting):
        return None
    claimed = waiting.update(
        status=Letter.Status.SENDING, attempts=F("attempts") + 1, send_after=Now() + lease
    )
    return Letter.objects.get(pk=letter_id) if claimed else None


def _held_back(letter: Letter, waiting: Any) -> bool:
    """Whether it is one too many for its reader today, and goes with the next digest instead.

    The reader's row is locked, so that two workers do not both count the last place as free.
    """
    if letter.kind not in OPTIONAL:
        return False
    key = letter.address.lower()
    Reader.objects.get_or_create(address=key)
    reader = Reader.objects.select_for_update().get(address=key)
    now = timezone.now()
    lately = Q(status=Letter.Status.SENT, sent_at__gt=now - DAY) | Q(status=Letter.Status.SENDING)
    gone = Letter.objects.filter(lately, address=letter.address).exclude(pk=letter.pk)
    if gone.count() < settings.LETTERS_PER_DAY:
        return False
    due = next_digest(now, reader.zone, Frequency.DAILY)
    waiting.update(status=Letter.Status.HELD, send_after=due)
    return True


def _mine(letter: Letter) -> Any:
    """The row while this claim still stands."""
    return Letter.objects.filter(
        pk=letter.pk, attempts=letter.attempts, status=Letter.Status.SENDING
    )


def _failed(letter: Letter, error: Exception) -> None:
    """The kind of error alone is kept: its text may name the address."""
    log.warning("letter_not_sent", letter=str(letter.pk), error=type(error).__name__)
    _mine(letter).update(
        status=Letter.Status.WAITING,
        send_after=timezone.now() + PAUSE * 2 ** (letter.attempts - 1),
        error=type(error).__name__,
    )
