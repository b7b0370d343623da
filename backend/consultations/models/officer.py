"""Who of the secretariat looks after a request, and who stands in for whom."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row
from backend.consultations.models.request import ConsultationRequest
from backend.history.tracking import tracked


class DeputyQuerySet(models.QuerySet["Deputy"]):
    def on(self, day: datetime.date) -> DeputyQuerySet:
        return self.filter(starts_on__lte=day, ends_on__gte=day)


@tracked()
class Deputy(Row):
    """From the first day to the last an officer's cases are in the deputy's queue too."""

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("officer")
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("deputy")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))

    objects = DeputyQuerySet.as_manager()

    class Meta(Row.Meta):
        verbose_name = _("deputy")
        verbose_name_plural = _("deputies")
        constraints = [
            models.CheckConstraint(
                condition=~Q(officer=F("deputy")), name="a_deputy_is_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="standing_in_ends_after_it_begins"
            ),
        ]
        indexes = [models.Index(fields=["deputy", "ends_on"], name="deputies_by_end")]

    def __str__(self) -> str:
        return f"{self.starts_on} – {self.ends_on}"


@tracked()
class Assignment(Row):
    """Who gave a request to whom; nobody changes it afterwards. ``officer`` None: to nobody."""

    request = models.ForeignKey(
        ConsultationRequest,
        models.CASCADE,
        related_name="assignments",
        verbose_name=_("request"),
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("officer"),
    )
    before = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("officer before"),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    reason = models.TextField(_("reason"), blank=True)

    class Meta(Row.Meta):
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")

    def __str__(self) -> str:
        return f"{self.before_id} → {self.officer_id}"
