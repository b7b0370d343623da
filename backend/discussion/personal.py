"""What messages tell of people, and how it goes."""

from __future__ import annotations

from typing import Any

from backend.common.personal import Fate, Keeper, Person, listed
from backend.discussion.models import Message, MessageFile, ReadMark
from backend.files.services import remove


def export(person: Person) -> dict[str, Any]:
    if person.account is None:
        return {}
    written = Message.objects.filter(author=person.account)
    return {"messages": listed(written, "thread", "number", "visibility", "text", "created_at")}


def erase(person: Person) -> None:
    """What was said stays with those it was said to, without a name and without the files.

    A file can't be scrubbed as a text can, and one that goes with a message may be anything.
    """
    if user := person.account:
        ReadMark.objects.filter(user=user).delete()
        for attached in MessageFile.objects.filter(message__author=user).select_related("file"):
            attached.delete()
            remove(file=attached.file)
    person.scrub_wherever(Message.objects.all(), "text")


KEEPER = Keeper(
    columns={
        "discussion.Message.author": Fate.KEPT,
        "discussion.ReadMark.user": Fate.DELETED,
    },
    export=export,
    erase=erase,
)
