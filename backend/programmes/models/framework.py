"""The results framework: indicators of the outcome, outputs, activities, and their inputs."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row
from backend.directory.models import Institution
from backend.history.tracking import tracked
from backend.programmes.models.proposal import Proposal


@tracked()
class Indicator(Row):
    """What tells that the outcome has come: how much there is now, and how much there will be."""

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="indicators", verbose_name=_("proposal")
    )
    text = models.CharField(_("indicator"), max_length=500)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    baseline = models.DecimalField(_("now"), max_digits=16, decimal_places=2, null=True, blank=True)
    target = models.DecimalField(
        _("at the end"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    verification = models.CharField(_("how it is verified"), max_length=500, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta(Row.Meta):
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text


@tracked()
class Output(Row):
    """Something concrete and verifiable that will be there."""

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="outputs", verbose_name=_("proposal")
    )
    text = models.TextField(_("intended output"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta(Row.Meta):
        verbose_name = _("output")
        verbose_name_plural = _("outputs")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text[:60]


@tracked()
class Activity(Row):
    """What is done for an output: by whom, from which month to which, with which inputs.

    ``lead`` and ``countries`` show whether more than one country takes part in it.
    """

    output = models.ForeignKey(
        Output, models.CASCADE, related_name="activities", verbose_name=_("output")
    )
    text = models.TextField(_("activity"))
    lead = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("led by"),
    )
    countries = models.ManyToManyField(
        "codelists.Country", blank=True, verbose_name=_("countries that take part")
    )
    inputs = models.TextField(_("inputs, whatever their source"), blank=True)
    from_month = models.PositiveSmallIntegerField(_("from month"), null=True, blank=True)
    to_month = models.PositiveSmallIntegerField(_("to month"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta(Row.Meta):
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_month__isnull=True)
                | Q(to_month__isnull=True)
                | Q(to_month__gte=F("from_month")),
                name="an_activity_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]
