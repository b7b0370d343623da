"""Reports hold figures alone; what names a person in a title can't be changed any more."""

from __future__ import annotations

from typing import Any

from backend.common.personal import Fate, Keeper, Person, listed
from backend.reports.models import Report


def export(person: Person) -> dict[str, Any]:
    if person.account is None:
        return {}
    return {"reports": listed(Report.objects.filter(by=person.account), "title", "created_at")}


def erase(person: Person) -> None:
    """Nothing: a report is frozen, and tells of nobody."""


KEEPER = Keeper(columns={"reports.Report.by": Fate.KEPT}, export=export, erase=erase)
