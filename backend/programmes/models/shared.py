"""A proposal in one file, for people without an account."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row
from backend.files.models import StoredFile
from backend.history.tracking import tracked
from backend.programmes.models.proposal import Proposal


class SharedDossierQuerySet(models.QuerySet["SharedDossier"]):
    def open(self) -> SharedDossierQuerySet:
        """Neither taken back nor past their time, by the database's clock."""
        return self.filter(Q(revoked_at__isnull=True), expires_at__gt=Now())


@tracked()
class SharedDossier(Row):
    """The dossier with the letters, as it was when it was shared; its link opens it until then."""

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="shared", verbose_name=_("proposal")
    )
    file = models.OneToOneField(
        StoredFile, models.PROTECT, related_name="+", verbose_name=_("file")
    )
    whom = models.CharField(_("for whom"), max_length=200)
    expires_at = models.DateTimeField(_("open until"))
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )

    objects = SharedDossierQuerySet.as_manager()

    class Meta(Row.Meta):
        verbose_name = _("shared dossier")
        verbose_name_plural = _("shared dossiers")

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.whom}"
