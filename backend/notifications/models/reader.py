"""Who gets letters at an address, and how often they want which."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from backend.codelists.models.calendars import check_zone
from backend.common.models import Row
from backend.notifications.models.letter import OPTIONAL


class Frequency(models.TextChoices):
    AT_ONCE = "at_once", _("at once")
    DAILY = "daily", _("once a day")
    WEEKLY = "weekly", _("once a week")
    NONE = "none", _("not at all")


class Reader(Row):
    """A person by the address, in lower case: also one who has no account.

    ``frequencies`` maps kinds of letters to how often they are wanted; what is not named comes at
    once. ``time_zone`` empty: nobody said.
    """

    address = models.EmailField(_("e-mail address"), unique=True, editable=False)
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True, validators=[check_zone])
    frequencies = models.JSONField(_("how often"), default=dict, blank=True)

    class Meta(Row.Meta):
        verbose_name = _("reader of letters")
        verbose_name_plural = _("readers of letters")

    def __str__(self) -> str:
        return self.address

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone or "UTC")

    def frequency(self, kind: str) -> str:
        """How often letters of this kind are wanted; what binds is not a matter of wishes."""
        if kind not in OPTIONAL:
            return Frequency.AT_ONCE
        return self.frequencies.get(kind, Frequency.AT_ONCE)
