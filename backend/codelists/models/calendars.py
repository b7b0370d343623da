"""Working calendars: on which days somebody can be expected to work."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo, available_timezones

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from backend.common.models import Code

MOST_DAYS = 3_660  # looked through for a working day: a calendar must have some


def check_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("Name a zone of the IANA list, such as Africa/Nairobi."))


class WorkingCalendar(Code):
    """``rest_days``: days of the week that are free, Monday 1 to Sunday 7."""

    zone = models.CharField(_("time zone"), max_length=60, default="UTC", validators=[check_zone])
    rest_days = ArrayField(
        models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(7)]),
        default=list,
        blank=True,
        verbose_name=_("days of rest (Monday 1 to Sunday 7)"),
    )

    class Meta(Code.Meta):
        verbose_name = _("working calendar")
        verbose_name_plural = _("working calendars")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rest_days__len__lt=7), name="a_day_to_work_on"
            )
        ]

    def clean(self) -> None:
        if len(set(self.rest_days)) > 6:
            raise ValidationError({"rest_days": _("One day of the week at least is to work on.")})

    def due(self, start: datetime.datetime, days: int) -> datetime.datetime:
        """The end of the ``days``-th working day after the day of ``start``, in this zone."""
        free, zone = self._holidays(), ZoneInfo(self.zone)
        day = start.astimezone(zone).date()
        for _n in range(MOST_DAYS):
            if days <= 0:
                break
            day += datetime.timedelta(1)
            days -= self._works(day, free)
        return datetime.datetime.combine(day + datetime.timedelta(1), datetime.time(), zone)

    def days_left(self, now: datetime.datetime, due: datetime.datetime) -> int:
        """Working days after today until a due instant; 0 where it is today or past."""
        free, zone = self._holidays(), ZoneInfo(self.zone)
        day = now.astimezone(zone).date()
        last = (due.astimezone(zone) - datetime.timedelta(microseconds=1)).date()
        ahead = range(1, (last - day).days + 1)
        return sum(self._works(day + datetime.timedelta(n), free) for n in ahead)

    def working_day(self, now: datetime.datetime) -> datetime.date | None:
        """Today in this zone; None where nobody works today."""
        day = now.astimezone(ZoneInfo(self.zone)).date()
        return day if self._works(day, self._holidays()) else None

    def _works(self, day: datetime.date, free: set[datetime.date]) -> bool:
        return day.isoweekday() not in self.rest_days and day not in free

    def _holidays(self) -> set[datetime.date]:
        return {holiday.day for holiday in self.holidays.all()}


class Holiday(models.Model):
    """A day that is free in a calendar besides its days of rest."""

    calendar = models.ForeignKey(
        WorkingCalendar, models.CASCADE, related_name="holidays", verbose_name=_("calendar")
    )
    day = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["calendar", "day"], name="one_holiday_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}".strip()
