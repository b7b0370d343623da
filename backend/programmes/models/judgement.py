"""What a person found where a rule can't be decided by a machine."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row
from backend.history.tracking import tracked
from backend.programmes.models.proposal import Proposal


@tracked()
class Judgement(Row):
    """An officer's finding on one rule, of the proposal as it was then (``evidence_key``).

    It holds as long as the evidence it was made on is the same; a later one takes its place.
    """

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="judgements", verbose_name=_("proposal")
    )
    rule = models.SlugField(_("rule"), max_length=40)
    holds = models.BooleanField(_("the rule is kept"))
    reason = models.TextField(_("reason"))
    evidence_key = models.CharField(_("hash of the evidence"), max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )

    class Meta(Row.Meta):
        verbose_name = _("judgement")
        verbose_name_plural = _("judgements")

    def __str__(self) -> str:
        return f"{self.rule}: {self.holds}"
