"""Files that people send, and how far they have come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row
from backend.files.kinds import KINDS

if TYPE_CHECKING:
    from datetime import timedelta

    from django.contrib.auth.models import AnonymousUser

    from backend.accounts.models import User


class FileStatus(models.TextChoices):
    UPLOADING = "uploading", _("being uploaded")
    READY = "ready", _("ready")
    REFUSED = "refused", _("refused")


class Refusal(models.TextChoices):
    """Why a file was not taken, and what would be right."""

    KIND = (
        "kind",
        _(
            "This is none of the kinds taken here: PDF, DOCX, XLSX, ODT, ODS, ODP, PNG, JPEG, "
            "WebP or TIFF. What counts is what is in the file, not its name."
        ),
    )
    DAMAGED = "damaged", _("The file is damaged: open it, save it again and send it anew.")
    ENCRYPTED = "encrypted", _("The file is locked with a password: send it without one.")
    OLD_OFFICE = (
        "old_office",
        _(
            "This is an old Office file, or one locked with a password: save it as DOCX, XLSX or "
            "PDF without a password."
        ),
    )
    MACROS = "macros", _("The file holds macros: save it without them, such as DOCX, XLSX or PDF.")
    ACTIVE = (
        "active",
        _(
            "The file runs scripts, loads something from elsewhere or carries other files within: "
            "print it to a new PDF and send that."
        ),
    )
    BOMB = "bomb", _("Unpacked, the file is too large to be opened safely.")
    TIME = "time", _("The file is too complicated to be looked through: print it to a new PDF.")
    CHECKSUM = (
        "checksum",
        _("What arrived is not what was announced (SHA-256 differs): send the file once more."),
    )


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def sent_by(self, user: User | AnonymousUser) -> StoredFileQuerySet:
        return self.filter(owner=user.pk)

    def loose(self) -> StoredFileQuerySet:
        """Belonging to nothing yet."""
        return self.filter(attached_at__isnull=True)

    def attachable_by(self, user: User | AnonymousUser) -> StoredFileQuerySet:
        return self.sent_by(user).loose().filter(status=FileStatus.READY)

    def abandoned(self, after: timedelta) -> StoredFileQuerySet:
        """Loose, and not touched for so long by the database's time."""
        return self.loose().filter(updated_at__lt=Now() - after)


class StoredFile(Row):
    """A file from its announcement on: ``offset`` bytes of ``size`` are there and kept.

    The bytes lie under ``FILES_ROOT`` by the random ``key``; the name is for people alone. A file
    knows nothing of what it belongs to: rows of the apps that use files (a message's attachment,
    an annex of a request) point to it, one to one, so that whoever may see that row may see the
    file, and nobody else. No generic key is needed for that, and the database still checks each
    reference. ``attached_at`` says that there is such a row; what stays without one is swept.
    Without ``owner`` it came from somebody without an account, by the link of a letter.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sent by"),
    )
    name = models.CharField(_("name"), max_length=150)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField("SHA-256", max_length=64)
    offset = models.PositiveBigIntegerField(_("bytes received"), default=0)
    status = models.CharField(
        _("status"), max_length=9, choices=FileStatus, default=FileStatus.UPLOADING
    )
    kind = models.CharField(
        _("kind"), max_length=4, blank=True, choices=[(k, v.label) for k, v in KINDS.items()]
    )
    refusal = models.CharField(_("why refused"), max_length=10, choices=Refusal, blank=True)
    key = models.CharField(max_length=32, unique=True, editable=False)
    attached_at = models.DateTimeField(_("attached"), null=True, blank=True)

    objects = StoredFileQuerySet.as_manager()

    class Meta(Row.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints = [
            models.CheckConstraint(condition=Q(offset__lte=F("size")), name="no_byte_too_many"),
            models.CheckConstraint(
                condition=~Q(status="ready") | Q(offset=F("size")) & ~Q(kind=""),
                name="ready_is_whole_and_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(attached_at__isnull=True) | Q(status="ready"),
                name="only_ready_files_are_attached",
            ),
        ]
        indexes = [
            models.Index(
                fields=["updated_at"], condition=Q(attached_at__isnull=True), name="loose_files"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def media_type(self) -> str:
        return KINDS[self.kind].media_type if self.kind else ""
