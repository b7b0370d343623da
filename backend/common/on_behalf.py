"""What an officer records for somebody else: how, when and by what it was heard."""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How an officer heard of what is recorded for somebody else."""

    TELEPHONE = "telephone", _("telephone")
    MAIL = "mail", _("e-mail")
    LETTER = "letter", _("letter")
    MEETING = "meeting", _("meeting")


@dataclass(frozen=True)
class OnBehalf:
    """How an officer heard of the step that is recorded for somebody else."""

    channel: str
    told_on: datetime.date
    evidence: str = ""


class Heard(models.Model):
    """A row that an officer may have recorded for somebody else; empty where it was their own."""

    channel = models.CharField(_("channel"), max_length=9, choices=Channel, blank=True)
    told_on = models.DateField(_("told on"), null=True, blank=True)
    evidence = models.TextField(_("evidence"), blank=True)

    class Meta:
        abstract = True


def heard(on_behalf: OnBehalf | None) -> dict[str, Any]:
    """The columns of ``Heard``, for a row that is made."""
    return asdict(on_behalf) if on_behalf else {}
