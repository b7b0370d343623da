"""What a project has spent and reached, as its reports and its partners say."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row
from backend.files.models import StoredFile
from backend.history.tracking import tracked
from backend.programmes.models.budget import BudgetLine
from backend.programmes.models.framework import Indicator
from backend.programmes.models.project import Project
from backend.programmes.models.report import ProjectReport


@tracked()
class Spending(Row):
    """What a report says was spent of a line of the budget in a year of the project."""

    report = models.ForeignKey(
        ProjectReport,
        models.CASCADE,
        related_name="spendings",
        verbose_name=_("report of a project"),
    )
    line = models.ForeignKey(
        BudgetLine, models.PROTECT, related_name="spendings", verbose_name=_("line of a budget")
    )
    year = models.PositiveSmallIntegerField(_("year"), default=1)
    amount = models.DecimalField(_("spent (US$)"), max_digits=14, decimal_places=2)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("spending")
        verbose_name_plural = _("spendings")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "line", "year"], name="one_amount_per_line_and_year"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="nothing_is_spent_back"),
            models.CheckConstraint(condition=Q(year__gte=1), name="years_spent_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}, {self.year}: {self.amount}"


@tracked()
class IndicatorValue(Row):
    """What an indicator showed on a day, and what shows it."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="values", verbose_name=_("project")
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="values", verbose_name=_("indicator")
    )
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=2)
    measured_on = models.DateField(_("measured on"))
    evidence = models.TextField(_("evidence"))
    file = models.OneToOneField(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("file that shows it"),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )

    class Meta(Row.Meta):
        verbose_name = _("value of an indicator")
        verbose_name_plural = _("values of indicators")
        ordering = ["measured_on", "id"]

    def __str__(self) -> str:
        return f"{self.measured_on}: {self.value}"
