"""Writing letters, and sending them: claimed one by one, each for a while only."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F, Model
from django.db.models.functions import Now
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.html import linebreaks, urlize

from backend.common.ids import new_id
from backend.common.queue import enqueue
from backend.notifications.models import Letter

ATTEMPTS = 8
PAUSE = timedelta(minutes=1)  # before the second try, then twice as long each time
log = structlog.get_logger(__name__)


def about(row: Model) -> str:
    return f"{row._meta.label_lower} {row.pk}"


def write_letter(*, address: str, language: str, subject: str, text: str, of: Model) -> Letter:
    """Within the transaction of what it tells of: it is sent if, and only if, that comes about."""
    pk = new_id()
    letter = Letter.objects.create(
        pk=pk,
        address=address,
        language=language,
        subject=" ".join(subject.split())[:200],
        text=text,
        about=about(of),
        message_id=f"<{pk}@counterpart>",
    )
    enqueue("notifications.send_letter", pk)
    return letter


def send_letter(*, letter_id: UUID) -> bool:
    """Claims a letter and sends it. False where it is gone, sent, or in another's hands."""
    lease = timedelta(seconds=settings.LETTER_LEASE_SECONDS)
    claimed = (
        Letter.objects.claimable()
        .filter(pk=letter_id, attempts__lt=ATTEMPTS)
        .update(status=Letter.Status.SENDING, attempts=F("attempts") + 1, send_after=Now() + lease)
    )
    if not claimed:
        return False
    letter = Letter.objects.get(pk=letter_id)
    try:
        _message(letter).send()
    except Exception as error:  # of SMTP, of the network, of a mail service: tried again later
        _failed(letter, error)
        return False
    _mine(letter).update(status=Letter.Status.SENT, sent_at=Now(), error="")
    return True


def sweep_letters() -> int:
    """Sends what a lost message or a killed worker left behind; gives up what never goes."""
    due = Letter.objects.claimable()
    due.filter(attempts__gte=ATTEMPTS).update(status=Letter.Status.FAILED)
    waiting = list(
        due.filter(attempts__lt=ATTEMPTS).order_by("pk").values_list("pk", flat=True)[:500]
    )
    for pk in waiting:
        enqueue("notifications.send_letter", pk)
    return len(waiting)


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


def _message(letter: Letter) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        letter.subject,
        letter.text,
        to=[letter.address],
        headers={"Message-ID": letter.message_id, "Content-Language": letter.language},
    )
    with translation.override(letter.language):
        context = {
            "subject": letter.subject,
            "body": linebreaks(urlize(letter.text, autoescape=True)),
            "language": letter.language,
            "direction": "rtl" if translation.get_language_bidi() else "ltr",
        }
        message.attach_alternative(
            render_to_string("notifications/letter.html", context), "text/html"
        )
    return message
