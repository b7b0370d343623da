"""Letters to people: a row in the transaction of what they tell of, sent by a task."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row


class LetterQuerySet(models.QuerySet["Letter"]):
    def claimable(self) -> LetterQuerySet:
        """Waiting and due, or in the hands of a task that never came back."""
        waiting = Q(status=Letter.Status.WAITING, send_after__lte=Now())
        return self.filter(waiting | Q(status=Letter.Status.SENDING, send_after__lt=Now()))


class Letter(Row):
    """One letter to one address, in its reader's language.

    ``message_id`` is given before it is first sent and stays: one that goes out twice, since a
    worker died between sending and noting it, is known as the same by every mail program.
    ``send_after``: not before then; while it is being sent, until then nobody else tries.
    ``about`` names what it tells of, as ``app.model`` and the row's id.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("given up")

    address = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=8)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    about = models.CharField(_("about"), max_length=100, db_index=True)
    message_id = models.CharField(max_length=120, unique=True, editable=False)
    status = models.CharField(_("status"), max_length=7, choices=Status, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    send_after = models.DateTimeField(_("not before"), db_default=Now())
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    error = models.CharField(_("error"), max_length=200, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta(Row.Meta):
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        indexes = [
            models.Index(
                fields=["send_after"],
                condition=Q(status__in=["waiting", "sending"]),
                name="letters_to_send",
            )
        ]

    def __str__(self) -> str:
        return self.subject
