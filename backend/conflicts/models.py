"""Relations that people declare, and findings that are waived openly."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row
from backend.directory.models import Institution, Profile
from backend.history.tracking import tracked


@tracked(personal=True)
class DeclaredRelation(Row):
    """Between a candidate and an institution that asks: what no other row can tell."""

    class Kind(models.TextChoices):
        FAMILY = "family", _("family or close personal relation")
        FINANCIAL = "financial", _("financial interest")
        SUPPLIER = "supplier", _("supplies, or may supply, what is to be bought")
        DISPUTE = "dispute", _("dispute")
        OTHER = "other", _("other")

    profile = models.ForeignKey(
        Profile, models.CASCADE, related_name="+", verbose_name=_("candidate")
    )
    institution = models.ForeignKey(
        Institution, models.CASCADE, related_name="+", verbose_name=_("institution that asks")
    )
    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    note = models.TextField(_("what it consists in"))
    declared_on = models.DateField(_("declared on"), default=timezone.localdate)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("declared relation")
        verbose_name_plural = _("declared relations")

    def __str__(self) -> str:
        return f"{self.kind}: {self.profile_id}, {self.institution_id}"


@tracked()
class Waiver(Row):
    """A mild finding that does not stand in the way, and why. ``key`` is the finding's own."""

    profile = models.ForeignKey(
        Profile, models.CASCADE, related_name="+", verbose_name=_("candidate")
    )
    institution = models.ForeignKey(
        Institution, models.CASCADE, related_name="+", verbose_name=_("institution that asks")
    )
    key = models.CharField(_("finding"), max_length=200)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )

    class Meta(Row.Meta):
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")
        constraints = [
            models.UniqueConstraint(fields=["profile", "institution", "key"], name="waived_once")
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.profile_id}, {self.institution_id}"
