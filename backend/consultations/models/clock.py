"""Clocks: until when somebody is to act on a request."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from backend.codelists.models import WorkingCalendar
from backend.common.models import Row
from backend.consultations.models.request import ConsultationRequest
from backend.history.tracking import tracked


class Kind(models.TextChoices):
    FIRST_ANSWER = "first_answer", _("first answer of the secretariat")
    SHORTLIST = "shortlist", _("shortlist")
    EXPERT_ANSWER = "expert_answer", _("answer of an expert")
    NOMINATION = "nomination", _("answer of an institution")


@tracked()
class ClockSetting(models.Model):
    """How many working days a clock gives, by which calendar. A change holds for new clocks."""

    kind = models.CharField(_("clock"), max_length=13, choices=Kind, primary_key=True)
    working_days = models.PositiveSmallIntegerField(
        _("working days"), validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    calendar = models.ForeignKey(
        WorkingCalendar, models.PROTECT, related_name="+", verbose_name=_("calendar")
    )

    class Meta:
        verbose_name = _("time for a step")
        verbose_name_plural = _("times for steps")

    def __str__(self) -> str:
        return str(Kind(self.kind).label)


class ClockQuerySet(models.QuerySet["Clock"]):
    def running(self) -> ClockQuerySet:
        return self.filter(stopped_at__isnull=True, due_at__isnull=False)

    def overdue(self) -> ClockQuerySet:
        """By the database's time."""
        return self.running().filter(due_at__lt=Now())


@tracked()
class Clock(Row):
    """``due_at`` is fixed when the clock starts. Paused, ``days_left`` says what remains of it.

    ``reminded_on``: the last working day on which somebody was reminded that it is overdue.
    """

    request = models.ForeignKey(
        ConsultationRequest, models.CASCADE, related_name="clocks", verbose_name=_("request")
    )
    kind = models.CharField(_("clock"), max_length=13, choices=Kind)
    calendar = models.ForeignKey(
        WorkingCalendar, models.PROTECT, related_name="+", verbose_name=_("calendar")
    )
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    days_left = models.PositiveSmallIntegerField(_("working days left"), null=True, blank=True)
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True)
    reminded_on = models.DateField(_("reminded on"), null=True, blank=True)

    objects = ClockQuerySet.as_manager()

    class Meta(Row.Meta):
        verbose_name = _("clock")
        verbose_name_plural = _("clocks")
        constraints = [
            models.UniqueConstraint(
                fields=["request", "kind"],
                condition=Q(stopped_at__isnull=True),
                name="one_clock_of_a_kind_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(due_at__isnull=False) | Q(days_left__isnull=False),
                name="running_or_paused",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(stopped_at=None), name="due_clocks")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.due_at or self.days_left}"
