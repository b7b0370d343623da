"""The texts of a proposal: who writes which, and every version there was."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row
from backend.directory.models import Institution
from backend.history.tracking import tracked
from backend.programmes.models.proposal import Proposal


@tracked(leaving=("text",))  # its versions are kept whole
class Section(Row):
    """One text of the form, by the form's key; made with the proposal.

    ``writer``: the partner who has taken it on; empty: whoever takes part may write.
    """

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="sections", verbose_name=_("proposal")
    )
    key = models.SlugField(_("key"), max_length=40)
    text = models.TextField(_("text"), blank=True)
    writer = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("written by"),
    )

    class Meta(Row.Meta):
        verbose_name = _("section of a proposal")
        verbose_name_plural = _("sections of proposals")
        constraints = [
            models.UniqueConstraint(fields=["proposal", "key"], name="one_text_per_section")
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.key}"


class SectionVersion(Row):
    """A section as somebody left it; ``number`` is the section's version then. Never changed."""

    section = models.ForeignKey(
        Section, models.CASCADE, related_name="versions", verbose_name=_("section")
    )
    number = models.PositiveIntegerField(_("version"))
    text = models.TextField(_("text"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )

    class Meta(Row.Meta):
        verbose_name = _("version of a section")
        verbose_name_plural = _("versions of sections")
        constraints = [
            models.UniqueConstraint(fields=["section", "number"], name="one_text_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.section_id} ({self.number})"


@tracked()
class SectionComment(Row):
    """A remark on a section as it was in a version; settled once somebody says so."""

    section = models.ForeignKey(
        Section, models.CASCADE, related_name="comments", verbose_name=_("section")
    )
    number = models.PositiveIntegerField(_("version it is about"))
    quote = models.TextField(_("words it is about"), blank=True)
    text = models.TextField(_("text"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("settled by"),
    )

    class Meta(Row.Meta):
        verbose_name = _("comment on a section")
        verbose_name_plural = _("comments on sections")

    def __str__(self) -> str:
        return self.text[:60]
