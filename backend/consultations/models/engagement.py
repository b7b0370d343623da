"""The work of an expert for a request: its terms, what is delivered, and how it was found."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.common.gists import Gist
from backend.common.models import Row, StepRecord
from backend.consultations.models.invitation import Invitation
from backend.consultations.models.request import ConsultationRequest
from backend.directory.models import Expert
from backend.history.tracking import tracked


class EngagementStatus(models.TextChoices):
    TERMS = "terms", _("terms to be agreed")
    AGREED = "agreed", _("terms agreed")
    IN_PROGRESS = "in_progress", _("in progress")
    DELIVERED = "delivered", _("delivered")
    REVISION = "revision", _("revision asked for")
    ACCEPTED = "accepted", _("result accepted")
    ENDED = "ended", _("ended early")


@tracked()
class Engagement(Row):
    """An expert who has accepted works for a request, on terms agreed before the work starts.

    ``status`` moves by ``engaging.STEPS`` and nowhere else. Amounts are whole units of
    ``currency``; no fee is 0, and empty is not said yet.
    """

    class Payer(models.TextChoices):
        NOBODY = "nobody", _("nobody: free of charge")
        PARTNER = "partner", _("the partner")
        INSTITUTION = "institution", _("the expert’s institution")
        NETWORK = "network", _("the network")
        FUND = "fund", _("a fund")

    request = models.ForeignKey(
        ConsultationRequest, models.PROTECT, related_name="engagements", verbose_name=_("request")
    )
    invitation = models.OneToOneField(
        Invitation, models.PROTECT, related_name="engagement", verbose_name=_("invitation")
    )
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="+", verbose_name=_("expert"))
    status = models.CharField(
        _("status"),
        max_length=11,
        choices=EngagementStatus,
        default=EngagementStatus.TERMS,
        editable=False,
    )
    fee = models.PositiveIntegerField(_("fee"), null=True, blank=True)
    daily_allowance = models.PositiveIntegerField(_("daily allowance"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="USD")
    payer = models.CharField(_("who pays"), max_length=11, choices=Payer, blank=True)
    travel = models.TextField(_("travel"), blank=True)
    insurance = models.TextField(_("insurance"), blank=True)
    visa_letter = models.BooleanField(_("needs a letter for a visa"), default=False)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("engagement")
        verbose_name_plural = _("engagements")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=models.F("starts_on")),
                name="engagement_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.expert_id}: {self.status}"


@tracked()
class EngagementStep(StepRecord):
    """Who moved an engagement from where to where; nobody changes it afterwards."""

    ABOUT = "engagement"

    engagement = models.ForeignKey(
        Engagement, models.CASCADE, related_name="steps", verbose_name=_("engagement")
    )
    source = models.CharField(_("from"), max_length=11, choices=EngagementStatus)
    target = models.CharField(_("to"), max_length=11, choices=EngagementStatus)

    class Meta(StepRecord.Meta):
        verbose_name = _("step of an engagement")
        verbose_name_plural = _("steps of engagements")


@tracked()
class Deliverable(Row):
    """Something delivered; handed in again, it is the next version of the same title."""

    engagement = models.ForeignKey(
        Engagement, models.CASCADE, related_name="deliverables", verbose_name=_("engagement")
    )
    title = models.CharField(_("title"), max_length=300)
    number = models.PositiveSmallIntegerField(_("version"))
    text = models.TextField(_("text"))
    link = models.URLField(_("link"), blank=True)
    hours = models.PositiveSmallIntegerField(_("hours spent"), null=True, blank=True)
    is_final_report = models.BooleanField(_("final report"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )

    class Meta(Row.Meta):
        verbose_name = _("deliverable")
        verbose_name_plural = _("deliverables")
        constraints = [
            models.UniqueConstraint(
                fields=["engagement", "title", "number"], name="one_deliverable_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


class DeliverableGist(Gist):
    original = models.ForeignKey(
        Deliverable, models.CASCADE, related_name="gists", verbose_name=_("deliverable")
    )

    class Meta(Gist.Meta):
        verbose_name = _("gist of a deliverable")
        verbose_name_plural = _("gists of deliverables")
        constraints = [
            models.UniqueConstraint(
                fields=["original", "language"], name="one_gist_of_a_deliverable_per_language"
            )
        ]


@tracked()
class Feedback(Row):
    """How one side found the work with the other, once the result is there."""

    class Side(models.TextChoices):
        PARTNER = "partner", _("partner")
        EXPERT = "expert", _("expert")

    engagement = models.ForeignKey(
        Engagement, models.CASCADE, related_name="feedback", verbose_name=_("engagement")
    )
    side = models.CharField(_("side"), max_length=7, choices=Side)
    rating = models.PositiveSmallIntegerField(
        _("rating"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    text = models.TextField(_("text"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )

    class Meta(Row.Meta):
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        constraints = [
            models.UniqueConstraint(fields=["engagement", "side"], name="one_feedback_per_side"),
            models.CheckConstraint(
                condition=Q(rating__gte=1, rating__lte=5), name="rated_from_one_to_five"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side}: {self.rating}"
