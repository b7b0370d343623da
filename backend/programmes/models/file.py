"""What goes with a proposal: attachments that the programme asks for, and others."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row
from backend.files.models import StoredFile
from backend.history.tracking import tracked
from backend.programmes.models.proposal import Proposal


@tracked()
class ProposalFile(Row):
    """``kind``: what the programme calls it (a key of its rule on attachments), or other."""

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="files", verbose_name=_("proposal")
    )
    file = models.OneToOneField(
        StoredFile, models.PROTECT, related_name="+", verbose_name=_("file")
    )
    kind = models.SlugField(_("kind"), max_length=40, default="other")
    is_signed = models.BooleanField(_("bears a signature"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )

    class Meta(Row.Meta):
        verbose_name = _("file of a proposal")
        verbose_name_plural = _("files of proposals")

    def __str__(self) -> str:
        return f"{self.kind}: {self.file_id}"
