"""Instants of calls: with an offset from UTC, or by the clock of the call's zone."""

from __future__ import annotations

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers


class InstantField(serializers.DateTimeField):
    """Without an offset it is what the clock shows in the zone of the call (see ``on_clock``)."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text", gettext_lazy("without an offset: by the clock of the call’s zone")
        )
        super().__init__(**kwargs)

    def enforce_timezone(self, value: datetime.datetime) -> datetime.datetime:
        """Without an offset left as it was sent: the zone is another field of the same body."""
        return value.astimezone(datetime.UTC) if value.tzinfo else value


def on_clock(values: dict[str, Any], names: tuple[str, ...], zone: str) -> None:
    """Makes instants of what clocks in the zone show. Raises ValidationError by field."""
    for name in names:
        if (shown := values.get(name)) is not None:
            values[name] = _instant(name, shown, ZoneInfo(zone))


def _instant(name: str, shown: datetime.datetime, zone: ZoneInfo) -> datetime.datetime:
    """On the days on which clocks are put forward or back, an hour is missing, or there twice."""
    if shown.tzinfo is not None:
        return shown
    first, second = (shown.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    back = first.astimezone(datetime.UTC).astimezone(zone).replace(tzinfo=None)
    told = (
        _("The clock shows this time twice that day: add the offset from UTC, such as +02:00.")
        if back == shown
        else _("The clock skips this time that day: give another one.")
    )
    raise serializers.ValidationError({name: told})
