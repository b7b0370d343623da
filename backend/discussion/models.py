"""What people write to each other about something."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row
from backend.files.models import StoredFile


class Visibility(models.TextChoices):
    """Who may read a message, and have its files. The secretariat reads everything."""

    INTERNAL = "internal", _("the secretariat alone")
    PARTNER = "partner", _("the secretariat and the partner")
    EXPERTS = "experts", _("the secretariat and the expert")
    ALL = "all", _("everybody at work on it")


class Side(models.TextChoices):
    """For whom the author spoke at the time."""

    SECRETARIAT = "secretariat", _("secretariat")
    PARTNER = "partner", _("partner")
    EXPERT = "expert", _("expert")


class Thread(Row):
    """The messages about one thing (a request, an engagement, later a proposal).

    It knows nothing of what it is about: the app above has a row of its own that joins the two,
    one to one (``JoinedThread``). So no generic key is needed, the database checks
    each reference, and a table that is busy with other things is not widened for one that most of
    its rows may never have. Who reads and writes what is decided above, as a ``Circle``.
    """

    class Meta(Row.Meta):
        verbose_name = _("thread")
        verbose_name_plural = _("threads")

    def __str__(self) -> str:
        return str(self.pk)


class JoinedThread(Row):
    """What joins a dossier of an app above to the messages about it; made with the first one.

    A model below has the dossier, one to one.
    """

    thread = models.OneToOneField(
        Thread, models.PROTECT, related_name="+", verbose_name=_("thread")
    )

    class Meta(Row.Meta):
        abstract = True


class Message(Row):
    """Said once: nobody changes or removes it, who erred writes another.

    ``number`` counts within the thread, given while the thread is locked, so that "read up to
    here" holds whatever the clocks of several machines say. Without ``author`` it was written by
    an expert who has no account, by the link of a letter.
    """

    thread = models.ForeignKey(
        Thread, models.PROTECT, related_name="messages", verbose_name=_("thread")
    )
    number = models.PositiveIntegerField(_("number"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("author"),
    )
    side = models.CharField(_("speaks for"), max_length=11, choices=Side)
    visibility = models.CharField(_("visible to"), max_length=8, choices=Visibility)
    language = models.CharField(_("language"), max_length=35, blank=True)
    text = models.TextField(_("text"))

    class Meta(Row.Meta):
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(fields=["thread", "number"], name="one_message_per_number"),
            models.CheckConstraint(
                condition=Q(author__isnull=False) | Q(side="expert"),
                name="only_experts_write_without_an_account",
            ),
        ]
        indexes = [models.Index(fields=["thread", "id"], name="messages_in_order")]

    def __str__(self) -> str:
        return f"{self.number}: {self.text[:60]}"

    @property
    def author_name(self) -> str:
        """A name; an account without one is told by its side, never by its address."""
        name = self.author.get_full_name() if self.author else ""
        return name or str(Side(self.side).label)


class MessageFile(Row):
    """A file that goes with a message, for those who may read it."""

    message = models.ForeignKey(
        Message, models.PROTECT, related_name="attachments", verbose_name=_("message")
    )
    file = models.OneToOneField(
        StoredFile, models.PROTECT, related_name="+", verbose_name=_("file")
    )

    class Meta(Row.Meta):
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return str(self.file_id)


class ReadMark(Row):
    """Up to which message a person has read a thread."""

    thread = models.ForeignKey(
        Thread, models.CASCADE, related_name="read_marks", verbose_name=_("thread")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("account")
    )
    number = models.PositiveIntegerField(_("read up to"))

    class Meta(Row.Meta):
        verbose_name = _("read mark")
        verbose_name_plural = _("read marks")
        constraints = [
            models.UniqueConstraint(fields=["thread", "user"], name="one_mark_per_reader")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.number}"
