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


def contents(person: Person) -> Iterator[tuple[str, Iterator[bytes]]]:
    for row in _sent(person).filter(status=FileStatus.READY).order_by("pk"):
        if storage.path_of(row.key).exists():  # else removed since the rows were read
            yield f"{row.pk}-{row.name}", storage.read(row.key, 0, row.size)


def erase(person: Person) -> None:
    """What goes with a request or was delivered belongs to it, for those it was for, and stays.

    Of who sent it neither the name of the file nor the account tells any more. What went with
    messages may be anything, such as a passport: ``discussion`` has removed it before.
    """
    for row in _sent(person).loose():
        remove(file=row)
    person.scrub_wherever(StoredFile.objects.all(), "name")


KEEPER = Keeper(
    columns={"files.StoredFile.owner": Fate.KEPT}, export=export, erase=erase, files=contents
)
