"""Passages proposed from a file that somebody handed in, each waiting for a yes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row
from backend.common.on_behalf import Heard
from backend.directory.models.expert import Expert
from backend.directory.models.passage import Passage


class ProposalSource(Heard, Row):
    """A file that was read for an expert. The file itself is not kept, only its hash.

    ``left_out``: how many more passages it held than are proposed at once.
    """

    class Kind(models.TextChoices):
        CV = "cv", _("CV")
        REFERENCES = "references", _("list of references")
        ORCID = "orcid", _("ORCID record")
        OPENALEX = "openalex", _("works from OpenAlex")

    expert = models.ForeignKey(
        Expert, models.CASCADE, related_name="proposal_sources", verbose_name=_("expert")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    file_name = models.CharField(_("file name"), max_length=255)
    file_hash = models.CharField(_("file hash"), max_length=64)
    left_out = models.PositiveIntegerField(_("left out"), default=0)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )

    class Meta(Row.Meta):
        verbose_name = _("file read")
        verbose_name_plural = _("files read")

    def __str__(self) -> str:
        return self.file_name


class ProposalStatus(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    KNOWN = "known", _("known already")
    TAKEN = "taken", _("taken")
    REFUSED = "refused", _("refused")


class Proposal(Heard, Row):
    """A passage that a file holds; it becomes one of the profile by a yes, and not before.

    ``status`` moves by ``proposing.STEPS`` and nowhere else. One that the profile has already, or
    that was proposed before, is ``known``, and not asked about.
    """

    source = models.ForeignKey(
        ProposalSource, models.CASCADE, related_name="proposals", verbose_name=_("file read")
    )
    status = models.CharField(
        _("status"),
        max_length=8,
        choices=ProposalStatus,
        default=ProposalStatus.PROPOSED,
        editable=False,
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Passage.Kind)
    text = models.TextField(_("text"))
    text_hash = models.CharField(_("text hash"), max_length=64, editable=False)
    language = models.CharField(_("language"), max_length=35, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    origin = models.CharField(_("source"), max_length=300, blank=True)
    identifier = models.CharField(_("identifier"), max_length=200, blank=True)
    passage = models.ForeignKey(
        Passage,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("passage"),
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("proposed passage")
        verbose_name_plural = _("proposed passages")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["proposed", "known"]) | Q(decided_at__isnull=False),
                name="proposals_decided_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]
