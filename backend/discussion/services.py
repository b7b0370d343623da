"""Writing messages, and noting what was read."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Max
from django.db.models.functions import Greatest

from backend.accounts.models import User
from backend.common.languages import detect
from backend.discussion.models import Message, MessageFile, ReadMark, Thread
from backend.files.models import StoredFile
from backend.files.services import attach


@transaction.atomic
def post_message(
    *,
    thread: Thread,
    by: User | None,
    side: str,
    visibility: str,
    text: str,
    language: str = "",
    files: Sequence[StoredFile] = (),
) -> Message:
    """Writes one after the other: the thread is locked. Rights are the caller's to check.

    No language: as detected. Raises ``Conflict`` where a file was taken in the meantime.
    """
    Thread.objects.select_for_update().get(pk=thread.pk)
    last = thread.messages.aggregate(last=Max("number"))["last"] or 0
    message = Message.objects.create(
        thread=thread,
        number=last + 1,
        author=by,
        side=side,
        visibility=visibility,
        text=text,
        language=language or detect(text),
    )
    taken = attach(files=files, by=by) if files and by else []
    MessageFile.objects.bulk_create(MessageFile(message=message, file=file) for file in taken)
    return message


def mark_read(*, thread: Thread, user: User, number: int) -> None:
    """Up to this message; a mark never goes back, whichever of two windows comes last."""
    ReadMark.objects.bulk_create(
        [ReadMark(thread=thread, user=user, number=number)], ignore_conflicts=True
    )
    marks = ReadMark.objects.filter(thread=thread, user=user)
    marks.update(number=Greatest(F("number"), number))
