"""Days counted in months, as agreements count them."""

from __future__ import annotations

import calendar
import datetime


def after_months(day: datetime.date, months: int) -> datetime.date:
    """The same day of a later month, or its last: 31 January and one month is 28 February."""
    at = day.year * 12 + day.month - 1 + months
    year, month = divmod(at, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_day(start: datetime.date, months: int) -> datetime.date:
    """Of a time of so many months: from 1 March, two months end on 30 April."""
    return after_months(start, months) - datetime.timedelta(1)
