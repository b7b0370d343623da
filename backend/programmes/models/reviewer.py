"""Who reviews in a round, and how each fits each proposal."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row
from backend.history.tracking import tracked
from backend.programmes.models.proposal import Proposal
from backend.programmes.models.round import ReviewRound


@tracked(personal=True)
class Reviewer(Row):
    """An account, mostly an expert's. ``most``: fewer reviews than the round allows, as they ask.

    Who it is reaches no applicant.
    """

    round = models.ForeignKey(
        ReviewRound, models.CASCADE, related_name="reviewers", verbose_name=_("round of reviews")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("account")
    )
    most = models.PositiveSmallIntegerField(_("most reviews"), null=True, blank=True)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("reviewer")
        verbose_name_plural = _("reviewers")
        constraints = [
            models.UniqueConstraint(fields=["round", "user"], name="reviews_once_in_a_round")
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def name(self) -> str:
        """For officers; an account without a name is told as such, never by its address."""
        expert = getattr(self.user, "expert", None)
        return self.user.get_full_name() or (expert.name if expert else "") or str(_("no name"))


class ReviewPair(Row):
    """How well a reviewer fits a proposal, and what stands in the way, when it was looked at.

    ``conflicts``: kinds of ties, each with the institution it is with; none: free to review.
    """

    round = models.ForeignKey(
        ReviewRound, models.CASCADE, related_name="pairs", verbose_name=_("round of reviews")
    )
    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="+", verbose_name=_("proposal")
    )
    reviewer = models.ForeignKey(
        Reviewer, models.CASCADE, related_name="pairs", verbose_name=_("reviewer")
    )
    score = models.FloatField(_("fit"))
    conflicts = models.JSONField(_("conflicts"), default=list, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("reviewer and proposal")
        verbose_name_plural = _("reviewers and proposals")
        constraints = [
            models.UniqueConstraint(fields=["proposal", "reviewer"], name="one_fit_per_pair")
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.reviewer_id}"
