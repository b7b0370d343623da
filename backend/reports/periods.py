"""What a report is about: the days from … until, the last of which is the reporting date."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

DAY = datetime.timedelta(1)


@dataclass(frozen=True)
class Period:
    """Both days included, in UTC. What happened after ``until`` is not known yet."""

    since: datetime.date
    until: datetime.date

    @property
    def begins(self) -> datetime.datetime:
        return datetime.datetime.combine(self.since, datetime.time(), datetime.UTC)

    @property
    def ends(self) -> datetime.datetime:
        """The first instant after it."""
        return datetime.datetime.combine(self.until + DAY, datetime.time(), datetime.UTC)
