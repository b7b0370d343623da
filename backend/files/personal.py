"""What files tell of the people who sent them, and how it goes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from backend.common.personal import Fate, Keeper, Person, listed
from backend.files import storage
from backend.files.models import FileStatus, StoredFile, StoredFileQuerySet
from backend.files.services import remove


def _sent(person: Person) -> StoredFileQuerySet:
    if person.account is None:
        return StoredFile.objects.none()
    return StoredFile.objects.sent_by(person.account)


def export(person: Person) -> dict[str, Any]:
    return {"sent": listed(_sent(person), "id", "name", "size", "status", "created_at")}


def contents(person: Person) -> Iterator[tuple[str, bytes]]:
    """One after the other: together they may be more than fits into memory."""
    for row in _sent(person).filter(status=FileStatus.READY).order_by("pk"):
        yield f"{row.pk}-{row.name}", b"".join(storage.read(row.key, 0, row.size))


def erase(person: Person) -> None:
    """What belongs to a dossier is others' too and stays there, under another name."""
    for row in _sent(person).loose():
        remove(file=row)
    person.scrub_wherever(StoredFile.objects.all(), "name")


KEEPER = Keeper(
    columns={"files.StoredFile.owner": Fate.KEPT}, export=export, erase=erase, files=contents
)
