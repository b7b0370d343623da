"""What was decided of a proposal, beside the step that says so."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row
from backend.history.tracking import tracked
from backend.programmes.models.proposal import Proposal, ProposalStep
from backend.programmes.models.round import ReviewRound


class Within(models.TextChoices):
    """Where a proposal stands against the money of its call, in the ranked order."""

    YES = "yes", _("within the money available")
    TIED = "tied", _("tied with others where the money ends")
    NO = "no", _("beyond the money available")
    UNKNOWN = "unknown", _("the call names no money")


@tracked()
class Decision(Row):
    """Who decided, when and why is in ``step``; here is what the reviews said at that moment.

    ``round`` empty: decided without reviews here, as where a committee sits elsewhere.
    """

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="decisions", verbose_name=_("proposal")
    )
    step = models.OneToOneField(
        ProposalStep, models.PROTECT, related_name="decision", verbose_name=_("step")
    )
    round = models.ForeignKey(
        ReviewRound,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("round of reviews"),
    )
    rank = models.PositiveIntegerField(_("rank"), null=True, blank=True)
    score = models.DecimalField(
        _("score, adjusted"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    raw = models.DecimalField(
        _("score as given"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    spread = models.DecimalField(
        _("spread of the scores"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    within = models.CharField(
        _("against the money available"), max_length=7, choices=Within, blank=True
    )

    class Meta(Row.Meta):
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")

    def __str__(self) -> str:
        return str(self.step_id)
