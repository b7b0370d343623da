"""What letters tell of people, and how it goes."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from backend.common.personal import Keeper, Person, listed
from backend.notifications.models import Letter, Reader

NOWHERE = "erased@erased.invalid"


def _letters(person: Person) -> QuerySet[Letter]:
    mine = Q(pk__in=[])
    for address in person.addresses:
        mine |= Q(address__iexact=address)
    return Letter.objects.filter(mine)


def export(person: Person) -> dict[str, Any]:
    return {
        "letters": listed(_letters(person), "subject", "text", "status", "created_at", "sent_at")
    }


def erase(person: Person) -> None:
    """That there was a letter stays in the log; what is still to be sent is not sent any more."""
    mine = _letters(person)
    going = (Letter.Status.WAITING, Letter.Status.SENDING, Letter.Status.HELD)
    mine.filter(status__in=going).update(status=Letter.Status.FAILED, error="erased")
    mine.update(address=NOWHERE, subject="", text="", calendar="")
    for address in person.addresses:
        Reader.objects.filter(address__iexact=address).delete()
    person.scrub_wherever(Letter.objects.all(), "subject", "text", "address", "calendar")


KEEPER = Keeper(columns={}, export=export, erase=erase)
