"""What is known of a person's ties to those who ask, and how it goes."""

from __future__ import annotations

from typing import Any

from backend.common.personal import Fate, Keeper, Person, listed
from backend.conflicts.models import DeclaredRelation, Waiver


def export(person: Person) -> dict[str, Any]:
    """What the person declared; findings are for officers alone."""
    relations = DeclaredRelation.objects.filter(profile__in=person.profiles)
    columns = ("institution__names", "kind", "note", "declared_on", "ended_on")
    return {"relations": listed(relations, *columns)}


def erase(person: Person) -> None:
    DeclaredRelation.objects.filter(profile__in=person.profiles).delete()
    Waiver.objects.filter(profile__in=person.profiles).delete()
    person.scrub_wherever(DeclaredRelation.objects.all(), "note")
    person.scrub_wherever(Waiver.objects.all(), "reason", "key")


KEEPER = Keeper(
    columns={
        "conflicts.DeclaredRelation.profile": Fate.DELETED,
        "conflicts.Waiver.profile": Fate.DELETED,
        "conflicts.Waiver.by": Fate.KEPT,
    },
    export=export,
    erase=erase,
)
