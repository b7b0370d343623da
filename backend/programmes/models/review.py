"""One reviewer's review of one proposal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row, StepRecord
from backend.directory.rights import is_secretariat
from backend.discussion.models import JoinedThread
from backend.history.tracking import tracked
from backend.programmes.models.criterion import Criterion
from backend.programmes.models.proposal import Proposal
from backend.programmes.models.reviewer import Reviewer
from backend.programmes.models.round import ReviewRound

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from backend.accounts.models import User


class ReviewStatus(models.TextChoices):
    PROPOSED = "proposed", _("proposed, not sent")
    ASSIGNED = "assigned", _("to be opened")
    WRITING = "writing", _("being written")
    HANDED_IN = "handed_in", _("handed in")
    CONFLICT = "conflict", _("ended: conflict of interest")
    DECLINED = "declined", _("declined by the reviewer")
    WITHDRAWN = "withdrawn", _("taken back")


UNDER_WAY = (ReviewStatus.ASSIGNED, ReviewStatus.WRITING)
# What takes a place, of the proposal and of the reviewer.
TAKING = (ReviewStatus.PROPOSED, *UNDER_WAY, ReviewStatus.HANDED_IN)


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, user: User | AnonymousUser) -> ReviewQuerySet:
        """All for the secretariat; for others their own, once they were asked for them."""
        if is_secretariat(user):
            return self
        hidden = (ReviewStatus.PROPOSED, ReviewStatus.WITHDRAWN)
        return self.filter(reviewer__user=user.pk).exclude(status__in=hidden)

    def taking_a_place(self) -> ReviewQuerySet:
        return self.filter(status__in=TAKING)

    def under_way(self) -> ReviewQuerySet:
        return self.filter(status__in=UNDER_WAY)

    def handed_in(self) -> ReviewQuerySet:
        return self.filter(status=ReviewStatus.HANDED_IN)


@tracked()
class Review(Row):
    """``comment`` is for those who decide; ``for_applicants`` is what applicants may read, without
    a name. ``fixed``: an officer's choice, which a new assignment leaves as it is.

    ``status`` moves by ``reviewing.REVIEW_STEPS``.
    """

    round = models.ForeignKey(
        ReviewRound, models.PROTECT, related_name="reviews", verbose_name=_("round of reviews")
    )
    proposal = models.ForeignKey(
        Proposal, models.PROTECT, related_name="reviews", verbose_name=_("proposal")
    )
    reviewer = models.ForeignKey(
        Reviewer, models.PROTECT, related_name="reviews", verbose_name=_("reviewer")
    )
    status = models.CharField(
        _("status"),
        max_length=9,
        choices=ReviewStatus,
        default=ReviewStatus.PROPOSED,
        editable=False,
    )
    fit = models.FloatField(_("fit"), null=True, blank=True, editable=False)
    fixed = models.BooleanField(_("chosen by an officer"), default=False)
    comment = models.TextField(_("comment"), blank=True)
    for_applicants = models.TextField(_("what the applicants may read"), blank=True)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True, editable=False)
    handed_in_at = models.DateTimeField(_("handed in"), null=True, blank=True, editable=False)
    reminded_on = models.DateField(_("reminded"), null=True, blank=True, editable=False)

    objects = ReviewQuerySet.as_manager()

    class Meta(Row.Meta):
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "reviewer"],
                condition=~Q(status="withdrawn"),
                name="one_review_per_reviewer",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


@tracked()
class ReviewScore(Row):
    """A mark for one criterion; empty while the review is a draft."""

    review = models.ForeignKey(
        Review, models.CASCADE, related_name="scores", verbose_name=_("review")
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="+", verbose_name=_("criterion")
    )
    value = models.SmallIntegerField(_("mark"), null=True, blank=True)
    comment = models.TextField(_("comment"), blank=True)

    class Meta(Row.Meta):
        verbose_name = _("mark of a review")
        verbose_name_plural = _("marks of reviews")
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="one_mark_per_criterion")
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.value}"


@tracked()
class ReviewStep(StepRecord):
    ABOUT = "review"

    review = models.ForeignKey(
        Review, models.CASCADE, related_name="steps", verbose_name=_("review")
    )
    source = models.CharField(_("from"), max_length=15, choices=ReviewStatus)
    target = models.CharField(_("to"), max_length=15, choices=ReviewStatus)

    class Meta(StepRecord.Meta):
        verbose_name = _("step of a review")
        verbose_name_plural = _("steps of reviews")


class ReviewThread(JoinedThread):
    """What reviewers say to each other of a proposal once they have handed in; with officers."""

    round = models.ForeignKey(
        ReviewRound, models.PROTECT, related_name="+", verbose_name=_("round of reviews")
    )
    proposal = models.ForeignKey(
        Proposal, models.PROTECT, related_name="+", verbose_name=_("proposal")
    )

    class Meta(JoinedThread.Meta):
        verbose_name = _("thread of a review")
        verbose_name_plural = _("threads of reviews")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "proposal"], name="one_thread_per_reviewed_proposal"
            )
        ]

    def __str__(self) -> str:
        return str(self.proposal_id)
