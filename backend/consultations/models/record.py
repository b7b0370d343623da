"""What happened to a request: a row for each step, which nobody changes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from backend.common.models import StepRecord
from backend.consultations.models.request import ConsultationRequest, Status
from backend.history.tracking import tracked


@tracked()
class StepTaken(StepRecord):
    """Who moved a request from where to where, and why; nobody where it followed by itself.

    ``channel``, ``told_on`` and ``evidence`` are filled in where an officer recorded the step of a
    partner; ``criteria`` where the request was screened: which criterion holds.
    """

    ABOUT = "request"

    request = models.ForeignKey(
        ConsultationRequest, models.CASCADE, related_name="steps", verbose_name=_("request")
    )
    source = models.CharField(_("from"), max_length=17, choices=Status)
    target = models.CharField(_("to"), max_length=17, choices=Status)
    criteria = models.JSONField(_("criteria"), default=dict, blank=True)

    class Meta(StepRecord.Meta):
        verbose_name = _("step of a request")
        verbose_name_plural = _("steps of requests")
