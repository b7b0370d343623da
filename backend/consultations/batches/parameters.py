"""What a batch is solved by: declared when it is asked for, kept with it, the same ever after."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Priority(models.TextChoices):
    """What makes a request count more. Codes of groups are those of the codelist."""

    LDC = "LDC", _("least developed country")
    LLDC = "LLDC", _("landlocked developing country")
    SIDS = "SIDS", _("small island developing State")
    UNSERVED = "unserved", _("region not served lately")
    URGENT = "urgent", _("answers needed soon")


GROUPS = (Priority.LDC, Priority.LLDC, Priority.SIDS)
# A request weighs 1, and so much more for each of these that it has.
USUAL: Mapping[str, float] = {"LDC": 0.3, "LLDC": 0.2, "SIDS": 0.2, "unserved": 0.2, "urgent": 0.3}
MOST_ADDED = 10.0
DEPTH = 300  # candidates of each request, the best ones, that are held together


@dataclass(frozen=True)
class Parameters:
    """``priorities``: what each adds to a request's weight of 1, with countries' groups as of the
    day ``groups_on``. A region is unserved where no expert began to work for it within
    ``served_days`` before that day; a request is urgent where answers are needed within
    ``urgent_days`` after it.

    ``stability``: what a pair of the last proposal counts more, in units of the score.
    ``floor``: the least mean score that each request gets, if it can; None: as high as can be.
    ``facet_weight``: what a facet that is covered counts. ``likely_only``: nobody is proposed who
    is not likely to be able to help.
    """

    groups_on: datetime.date = field(default_factory=timezone.localdate)
    priorities: Mapping[str, float] = field(default_factory=lambda: dict(USUAL))
    urgent_days: int = 14
    served_days: int = 365
    stability: float = 0.05
    floor: float | None = 0.5
    facet_weight: float = 0.05
    likely_only: bool = True

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "groups_on": self.groups_on.isoformat()}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Parameters:
        """As ``as_json`` has put them down."""
        return cls(**{**kept, "groups_on": datetime.date.fromisoformat(kept["groups_on"])})
