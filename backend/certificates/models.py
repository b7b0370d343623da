"""Certificates of work that was done, which anybody can verify by their code."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from backend.certificates.codes import grouped, new_code
from backend.common.models import Row
from backend.directory.models import Expert, Institution
from backend.history.tracking import tracked


@tracked()
class Certificate(Row):
    """Who did what for whom, and when. Names are those of the profiles: none is copied here, so
    that who withdraws from the network is named nowhere any more.

    ``about`` names what it is of, as ``app.model`` and the row's id: one certificate for each.
    """

    class State(models.TextChoices):
        VALID = "valid", _("valid")
        REVOKED = "revoked", _("revoked")
        WITHDRAWN = "withdrawn", _("withdrawn by the person it was made for")

    code = models.CharField(_("code"), max_length=16, unique=True, default=new_code, editable=False)
    about = models.CharField(_("about"), max_length=100, unique=True, editable=False)
    expert = models.ForeignKey(
        Expert, models.PROTECT, related_name="certificates", verbose_name=_("expert")
    )
    client = models.ForeignKey(
        Institution, models.PROTECT, related_name="+", verbose_name=_("for whom")
    )
    title = models.CharField(_("title"), max_length=300)
    language = models.CharField(_("language of the title"), max_length=35, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    working_days = models.PositiveSmallIntegerField(_("working days"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("revoked by"),
    )
    revoked_why = models.TextField(_("why it was revoked"), blank=True)

    class Meta(Row.Meta):
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="certified_work_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | ~Q(revoked_why=""),
                name="revoked_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.printed_code

    @property
    def printed_code(self) -> str:
        return grouped(self.code)

    @property
    def state(self) -> Certificate.State:
        if self.revoked_at is not None:
            return self.State.REVOKED
        return self.State.VALID if self.expert.is_listed else self.State.WITHDRAWN

    @property
    def names_somebody(self) -> bool:
        """Whether strangers may read whom it is about: only with that person's consent."""
        return self.expert.is_listed
