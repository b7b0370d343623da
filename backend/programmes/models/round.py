"""A round of reviews: the proposals of a call at one stage, and the people who review them."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.codelists.models import WorkingCalendar
from backend.common.models import Row, StepRecord
from backend.history.tracking import tracked
from backend.programmes.models.call import Call
from backend.programmes.models.programme import Stage


class RoundStatus(models.TextChoices):
    PREPARING = "preparing", _("reviewers are being chosen")
    OPEN = "open", _("under review, each by themselves")
    DISCUSSING = "discussing", _("under discussion")
    CLOSED = "closed", _("closed")


@tracked(leaving=("outcome",))  # follows from the rest, and is long
class ReviewRound(Row):
    """How proposals are reviewed; ``status`` moves by ``reviewing.ROUND_STEPS``.

    ``chance``: with how much probability at most a pair that fits best may be chosen, so that
    nobody can count on who reviews whom; 1: no chance. ``seed`` lets the draw be repeated.
    ``outcome``: what the last assignment reached, and what the chance in it cost.
    """

    call = models.ForeignKey(
        Call, models.PROTECT, related_name="rounds", verbose_name=_("call for proposals")
    )
    stage = models.CharField(_("stage"), max_length=8, choices=Stage, default=Stage.PROPOSAL)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=RoundStatus,
        default=RoundStatus.PREPARING,
        editable=False,
    )
    per_proposal = models.PositiveSmallIntegerField(
        _("reviews of each proposal"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
    )
    per_reviewer = models.PositiveSmallIntegerField(
        _("most reviews of one reviewer"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    chance = models.DecimalField(
        _("highest probability of a pair"),
        max_digits=3,
        decimal_places=2,
        default=1,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    seed = models.PositiveIntegerField(_("seed"), default=1)
    due_at = models.DateTimeField(_("reviews are due"))
    calendar = models.ForeignKey(
        WorkingCalendar,
        models.PROTECT,
        default="secretariat",
        related_name="+",
        verbose_name=_("calendar"),
    )
    outcome = models.JSONField(
        _("outcome of the assignment"), null=True, blank=True, editable=False
    )

    class Meta(Row.Meta):
        verbose_name = _("round of reviews")
        verbose_name_plural = _("rounds of reviews")
        constraints = [
            models.UniqueConstraint(fields=["call", "stage"], name="one_round_per_stage"),
            models.CheckConstraint(
                condition=Q(per_proposal__gte=1, per_reviewer__gte=1), name="somebody_reviews"
            ),
            models.CheckConstraint(
                condition=Q(chance__gt=0, chance__lte=1), name="a_chance_is_a_probability"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call_id}: {self.stage}"


@tracked()
class ReviewRoundStep(StepRecord):
    ABOUT = "round"

    round = models.ForeignKey(
        ReviewRound, models.CASCADE, related_name="steps", verbose_name=_("round of reviews")
    )
    source = models.CharField(_("from"), max_length=15, choices=RoundStatus)
    target = models.CharField(_("to"), max_length=15, choices=RoundStatus)

    class Meta(StepRecord.Meta):
        verbose_name = _("step of a round of reviews")
        verbose_name_plural = _("steps of rounds of reviews")
