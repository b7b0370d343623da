"""How what the history tells of a person goes: the one rewrite of it, and it is recorded."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.utils import timezone

from backend.common.personal import Keeper, Person, listed
from backend.history.models import Change, ChangeQuerySet
from backend.history.tracking import personal_models


def _own(person: Person) -> ChangeQuerySet:
    """Changes of the person's own rows."""
    ids = [one.pk for one in (*person.profiles, person.account) if one is not None]
    return Change.objects.of(*personal_models).about(ids)


def export(person: Person) -> dict[str, Any]:
    own = _own(person).order_by("pk")
    return {"changes": listed(own, "at", "kind", "model", "row", "before", "after")}


def erase(person: Person) -> None:
    """Of the person's own rows it stays that they were changed, when and by whom; in all others
    the words are taken out. Last of all: erasing has left a history too."""
    now = timezone.now()
    with pgtrigger.ignore("history.Change:append_only"):
        _own(person).update(before=None, after=None, scrubbed_at=now)
        for column in ("before", "after"):
            named = person.naming(Change.objects.all(), column).values_list("pk", flat=True)
            rows = Change.objects.filter(pk__in=list(named))
            person.scrub(rows, column)
            rows.update(scrubbed_at=now)


KEEPER = Keeper(columns={}, export=export, erase=erase)
