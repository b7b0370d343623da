"""Dates of an engagement: slots are proposed, and one of them is agreed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from backend.common.models import Row
from backend.common.on_behalf import Heard
from backend.consultations.models.engagement import Engagement, Feedback
from backend.history.tracking import tracked


@tracked()
class Meeting(Row):
    """A call or a visit. Its id is its UID in calendars; ``sequence`` grows with each change."""

    engagement = models.ForeignKey(
        Engagement, models.CASCADE, related_name="meetings", verbose_name=_("engagement")
    )
    topic = models.CharField(_("topic"), max_length=300)
    place = models.CharField(_("where"), max_length=500, blank=True)
    sequence = models.PositiveSmallIntegerField(_("number of changes"), default=0)

    class Meta(Row.Meta):
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")

    def __str__(self) -> str:
        return self.topic


class SlotStatus(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    AGREED = "agreed", _("agreed")
    DECLINED = "declined", _("declined")
    REPLACED = "replaced", _("another was agreed")
    CANCELLED = "cancelled", _("cancelled")


@tracked()
class Slot(Row):
    """From when to when it could be. ``status`` moves by ``scheduling.STEPS`` and nowhere else."""

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="slots", verbose_name=_("meeting")
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    status = models.CharField(
        _("status"),
        max_length=9,
        choices=SlotStatus,
        default=SlotStatus.PROPOSED,
        editable=False,
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )

    class Meta(Row.Meta):
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(status="agreed"), name="one_slot_agreed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}: {self.status}"


@tracked()
class SlotAnswer(Heard, Row):
    """What one side said of a slot, and how an officer heard of it."""

    slot = models.ForeignKey(Slot, models.CASCADE, related_name="answers", verbose_name=_("slot"))
    side = models.CharField(_("side"), max_length=7, choices=Feedback.Side)
    accepts = models.BooleanField(_("accepts"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )

    class Meta(Row.Meta):
        verbose_name = _("answer to a slot")
        verbose_name_plural = _("answers to slots")
        constraints = [
            models.UniqueConstraint(fields=["slot", "side"], name="one_answer_by_each_side")
        ]

    def __str__(self) -> str:
        return f"{self.side}: {self.accepts}"
