"""Reports: figures frozen for a reporting date."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row


class Report(Row):
    """What the figures were, by the definitions of then. The database lets nobody change it.

    ``definitions``: by figure the words that define it, in English, which is also the key of
    their translations. ``values``: the cells, as ``counting.Cell`` has them.
    """

    title = models.CharField(_("title"), max_length=200)
    since = models.DateField(_("from"))
    until = models.DateField(_("reporting date"))
    definitions_version = models.PositiveSmallIntegerField(_("version of the definitions"))
    definitions = models.JSONField(_("definitions"))
    values = models.JSONField(_("values"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )

    class Meta(Row.Meta):
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")), name="reported_days_in_order"
            )
        ]

    def __str__(self) -> str:
        return self.title
