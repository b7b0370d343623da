"""What needs tell of the people who wrote them, and how it goes."""

from __future__ import annotations

from typing import Any

from backend.common.personal import Fate, Keeper, Person, listed
from backend.needs.models import Need, NeedGist


def export(person: Person) -> dict[str, Any]:
    own = Need.objects.filter(created_by=person.account) if person.account else Need.objects.none()
    return {"needs": listed(own, "id", "title", "text", "created_at")}


def erase(person: Person) -> None:
    """A need is its institution's; only a name within it goes."""
    person.scrub_wherever(Need.objects.all(), "title", "text", "facets")
    person.scrub_wherever(NeedGist.objects.all(), "text")


KEEPER = Keeper(
    columns={"needs.Need.created_by": Fate.KEPT, "needs.NeedGist.by": Fate.KEPT},
    export=export,
    erase=erase,
)
