"""What certificates tell of people, and how it goes."""

from __future__ import annotations

from typing import Any

from backend.certificates.models import Certificate
from backend.common.personal import Fate, Keeper, Person, listed


def export(person: Person) -> dict[str, Any]:
    own = Certificate.objects.filter(expert__in=person.profiles)
    return {"certificates": listed(own, "code", "title", "created_at", "revoked_at")}


def erase(person: Person) -> None:
    """A certificate copies no name: whoever verifies it is told that it was withdrawn."""
    person.scrub_wherever(Certificate.objects.all(), "title", "revoked_why")


KEEPER = Keeper(
    columns={
        "certificates.Certificate.expert": Fate.KEPT,
        "certificates.Certificate.revoked_by": Fate.KEPT,
    },
    export=export,
    erase=erase,
)
