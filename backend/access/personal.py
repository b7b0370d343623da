"""What requests for access and invitations of colleagues tell of people, and how it goes."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from backend.access.models import AccessRequest, AccessStep, MemberInvitation
from backend.common.personal import GONE, Fate, Keeper, Person, listed
from backend.files.models import StoredFile
from backend.files.services import remove

NOWHERE = "erased@erased.invalid"


def _requests(person: Person) -> QuerySet[AccessRequest]:
    mine = Q(account=person.account, account__isnull=False) if person.account else Q(pk__in=[])
    return AccessRequest.objects.filter(mine | _addressed(person))


def _invitations(person: Person) -> QuerySet[MemberInvitation]:
    return MemberInvitation.objects.filter(_addressed(person))


def _addressed(person: Person) -> Q:
    found = Q(pk__in=[])
    for address in person.addresses:
        found |= Q(email__iexact=address)
    return found


def export(person: Person) -> dict[str, Any]:
    return {
        "requests": listed(
            _requests(person),
            *("id", "names", "focal_point", "function", "email", "why", "status", "created_at"),
        ),
        "invitations": listed(
            _invitations(person), "institution__names", "email", "role", "status", "created_at"
        ),
    }


def erase(person: Person) -> None:
    """That an organisation asked stays, without who did it for the organisation."""
    letters = StoredFile.objects.filter(pk__in=_requests(person).values("letter"))
    for letter in list(letters):
        _requests(person).filter(letter=letter).update(letter=None)
        remove(file=letter)
    _requests(person).update(focal_point=GONE, function="", email=NOWHERE)
    _invitations(person).delete()
    person.scrub_wherever(AccessRequest.objects.all(), "focal_point", "function", "why")
    person.scrub_wherever(AccessStep.objects.all(), "reason", "evidence")


KEEPER = Keeper(
    columns=dict.fromkeys(
        (
            "access.AccessRequest.account",
            "access.AccessStep.by",
            "access.MemberInvitation.invited_by",
        ),
        Fate.KEPT,
    ),
    export=export,
    erase=erase,
)
