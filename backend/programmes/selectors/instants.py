"""Instants and days in the zone of a call."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from django.db import connection

from backend.programmes.models import Call


def database_now() -> datetime.datetime:
    """The clock that all processes share, however their own ones go."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        return cursor.fetchone()[0]


def day_in(call: Call, at: datetime.datetime) -> datetime.date:
    """The day that it is there."""
    return at.astimezone(ZoneInfo(call.zone)).date()


def first_instant(call: Call, day: datetime.date) -> datetime.datetime:
    """The first of a day at which something could be handed in: its beginning, or the opening.

    A check of a day answers the same whenever it is made, so it takes no clock.
    """
    begins = datetime.datetime.combine(day, datetime.time(), ZoneInfo(call.zone))
    return max(begins, call.opens_at) if day_in(call, call.opens_at) == day else begins
