"""What happened to a request: a row for each step, which nobody changes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row
from backend.common.on_behalf import Channel
from backend.consultations.models.request import ConsultationRequest, Status
from backend.history.tracking import tracked


@tracked()
class StepTaken(Row):
    """Who moved a request from where to where, and why; nobody where it followed by itself.

    ``channel``, ``told_on`` and ``evidence`` are filled in where an officer recorded the step of a
    partner; ``criteria`` where the request was screened: which criterion holds.
    """

    request = models.ForeignKey(
        ConsultationRequest, models.CASCADE, related_name="steps", verbose_name=_("request")
    )
    step = models.CharField(_("step"), max_length=30)
    source = models.CharField(_("from"), max_length=17, choices=Status)
    target = models.CharField(_("to"), max_length=17, choices=Status)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    reason = models.TextField(_("reason"), blank=True)
    criteria = models.JSONField(_("criteria"), default=dict, blank=True)
    channel = models.CharField(_("channel"), max_length=9, choices=Channel, blank=True)
    told_on = models.DateField(_("told on"), null=True, blank=True)
    evidence = models.TextField(_("evidence"), blank=True)

    class Meta(Row.Meta):
        verbose_name = _("step of a request")
        verbose_name_plural = _("steps of requests")
        constraints = [
            models.CheckConstraint(
                condition=Q(channel="", told_on__isnull=True) | Q(told_on__isnull=False),
                name="on_behalf_with_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.step}: {self.source} → {self.target}"
