"""Letters to people: a row in the transaction of what they tell of, sent by a task."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row


class Kind(models.TextChoices):
    """What a letter is for. Those that bind somebody, or wait for an answer, go out at once."""

    INVITATION = "invitation", _("invitations and requests that wait for an answer")
    DECISION = "decision", _("decisions")
    ACCOUNT = "account", _("account and password")
    APPOINTMENT = "appointment", _("agreed dates")
    DIGEST = "digest", _("digest")
    REMINDER = "reminder", _("reminders")
    PROGRESS = "progress", _("progress of what you take part in")
    SLOT = "slot", _("dates proposed")
    ALERT = "alert", _("alerts: what is new that you asked for")


# What a reader may want less often, or not at all; the rest is always sent, and at once.
OPTIONAL = (Kind.REMINDER, Kind.PROGRESS, Kind.SLOT, Kind.ALERT)
AT_ONCE_ALWAYS = tuple(kind for kind in Kind if kind not in OPTIONAL)


class LetterQuerySet(models.QuerySet["Letter"]):
    def claimable(self) -> LetterQuerySet:
        """Waiting and due, or in the hands of a task that never came back."""
        waiting = Q(status=Letter.Status.WAITING, send_after__lte=Now())
        return self.filter(waiting | Q(status=Letter.Status.SENDING, send_after__lt=Now()))

    def held(self) -> LetterQuerySet:
        """Those that go with a digest."""
        return self.filter(status=Letter.Status.HELD)


class Letter(Row):
    """One letter to one address, in its reader's language.

    ``message_id`` is given before it is first sent and stays: one that goes out twice, since a
    worker died between sending and noting it, is known as the same by every mail program.
    ``send_after``: not before then; while it is being sent, until then nobody else tries.
    ``about`` names what it tells of, as ``app.model`` and the row's id. ``calendar``: a file of
    dates (iCalendar) that goes with it. ``digest``: the letter by which this one went out.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("given up")
        HELD = "held", _("held for a digest")
        IN_DIGEST = "in_digest", _("part of a digest")
        UNWANTED = "unwanted", _("not wanted by its reader")

    address = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=8)
    kind = models.CharField(_("kind"), max_length=11, choices=Kind, default=Kind.DECISION)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    calendar = models.TextField(_("dates"), blank=True)
    about = models.CharField(_("about"), max_length=100, db_index=True)
    message_id = models.CharField(max_length=120, unique=True, editable=False)
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.WAITING)
    digest = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("digest"),
    )
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
                condition=Q(status__in=["waiting", "sending", "held"]),
                name="letters_to_send",
            ),
            models.Index(fields=["address", "sent_at"], name="letters_of_an_address"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def text_to_show(self) -> str:
        """For others than its reader: nothing where it holds a link, which is a right."""
        return "" if settings.SITE_URL.rstrip("/") in self.text else self.text
