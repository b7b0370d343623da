"""Why a request weighs what it weighs, a sentence for each priority."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from backend.consultations.batches.parameters import Parameters, Priority
from backend.consultations.batches.sentences.names import signed


def weight_sentence(
    part: Mapping[str, Any], parameters: Parameters, regions: Mapping[str, str]
) -> str:
    """``regions``: their names, by code."""
    adds, day = signed(part["adds"]), date_format(parameters.groups_on)
    label = str(Priority(part["priority"]).label)
    values = {"adds": adds, "day": day, "priority": label, "days": parameters.served_days}
    if part["priority"] == Priority.URGENT:
        values["answers_by"] = date_format(datetime.date.fromisoformat(part["answers_by"]))
        return _("%(adds)s: answers are needed by %(answers_by)s") % values
    if part["priority"] == Priority.UNSERVED:
        values["region"] = regions.get(part["region"], part["region"])
        told = _("%(adds)s: %(region)s, for which no work began in %(days)s days before %(day)s")
        return told % values
    if not part["confirmed"]:
        told = _("%(adds)s: %(priority)s on %(day)s, by a list not confirmed")
        return told % values
    return _("%(adds)s: %(priority)s on %(day)s") % values
