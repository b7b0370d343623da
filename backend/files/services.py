"""Receiving files part by part, keeping them, and sweeping what belongs to nothing.

The bytes are on disk before the row says so: whatever is killed in between, what was acknowledged
is there, and what was not is overwritten by the next attempt.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError

from backend.accounts.models import User
from backend.common.errors import Conflict
from backend.files import storage
from backend.files.content.refused import Refused
from backend.files.inspection import kind_of
from backend.files.kinds import KINDS
from backend.files.models import FileStatus, Refusal, StoredFile
from backend.files.names import clean_name, name_as

MOST_LOOSE = 20  # files of one person that belong to nothing yet
ABANDONED = timedelta(days=1)
AT_ONCE = 500  # keys asked the database in one query


class WrongOffset(Conflict):
    """The part begins elsewhere than the file ends: 409 with where it does."""

    default_code = "wrong_offset"

    def __init__(self, offset: int) -> None:
        super().__init__(_("The next part begins at byte %(offset)d.") % {"offset": offset})
        self.more = {"offset": offset}


def begin_upload(*, by: User, name: str, size: int, sha256: str) -> StoredFile:
    """Announces a file. Raises ``Conflict`` for one too many that belongs to nothing yet."""
    if StoredFile.objects.sent_by(by).loose().count() >= MOST_LOOSE:
        raise Conflict(
            _("You have %(most)d files that belong to nothing yet: use or delete some.")
            % {"most": MOST_LOOSE},
            code="too_many_uploads",
        )
    key = storage.new_key()
    return StoredFile.objects.create(
        owner=by, name=clean_name(name), size=size, sha256=sha256, key=key
    )


@transaction.atomic
def append_part(*, file: StoredFile, offset: int, part: bytes) -> StoredFile:
    """Keeps a part; with the last one the file is looked through, and ready or refused.

    Two who send at once come one after the other, and the second is told where to go on. Raises
    ``Conflict``.
    """
    row = _locked(file)
    if row.status != FileStatus.UPLOADING:
        raise Conflict(_("The upload is over."), code="upload_over")
    if offset != row.offset:
        raise WrongOffset(row.offset)
    if not part:
        raise ParseError(_("The part is empty."))
    if row.offset + len(part) > row.size:
        raise Conflict(_("These are more bytes than were announced."), code="too_many_bytes")
    storage.write_at(row.key, offset, part)
    row.offset += len(part)
    if row.offset == row.size:
        _finish(row)
    row.version += 1
    row.save()
    return row


@transaction.atomic
def receive(*, by: User | None, name: str, data: bytes) -> StoredFile:
    """A file that comes in one piece, for a row that the caller makes in this transaction.

    It is ready, or refused and then belongs to nothing.
    """
    row = StoredFile(
        owner=by,
        name=clean_name(name),
        size=len(data),
        offset=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        key=storage.new_key(),
    )
    storage.write_at(row.key, 0, data)
    _finish(row)
    row.attached_at = timezone.now() if row.status == FileStatus.READY else None
    row.save()
    return row


@transaction.atomic
def discard(*, file: StoredFile) -> None:
    """Deletes one's own file. Raises ``Conflict`` where it belongs to something."""
    row = _locked(file)
    if row.attached_at:
        raise Conflict(_("This file belongs to something: it is removed there."), code="attached")
    _delete([row])


@transaction.atomic
def attach(*, files: Iterable[StoredFile], by: User) -> list[StoredFile]:
    """Takes these for a row that points to them, which the caller makes in this transaction.

    Locked in the order of their ids. Raises ``Conflict`` where one was taken in the meantime.
    """
    wanted = {file.pk for file in files}
    free = StoredFile.objects.attachable_by(by).select_for_update().order_by("pk")
    rows = list(free.filter(pk__in=wanted))
    if len(rows) < len(wanted):
        raise Conflict(_("One of the files is not there any more, or is used elsewhere."))
    StoredFile.objects.filter(pk__in=wanted).update(attached_at=timezone.now())
    return rows


@transaction.atomic
def remove(*, file: StoredFile) -> None:
    """Deletes a file whose row in the app above is gone."""
    _delete([_locked(file)])


def sweep() -> int:
    """Deletes files that belonged to nothing for a day, and bytes without a row. Says how many."""
    return _sweep_rows() + _sweep_bytes()


@transaction.atomic
def _sweep_rows() -> int:
    rows = list(StoredFile.objects.abandoned(ABANDONED).select_for_update(skip_locked=True))
    _delete(rows)
    return len(rows)


def _sweep_bytes() -> int:
    """Left by a kill between a row's end and its bytes'."""
    oldest = time.time() - ABANDONED.total_seconds()
    found = [key for key, written in storage.kept() if written < oldest]
    removed = 0
    for some in _batches(found):
        known = set(StoredFile.objects.filter(key__in=some).values_list("key", flat=True))
        for key in set(some) - known:
            storage.remove(key)
            removed += 1
    return removed


def _batches(keys: Sequence[str]) -> Iterable[Sequence[str]]:
    return (keys[at : at + AT_ONCE] for at in range(0, len(keys), AT_ONCE))


def _finish(row: StoredFile) -> None:
    """Of one refused the bytes are not kept."""
    try:
        if storage.digest(row.key) != row.sha256:
            raise Refused(Refusal.CHECKSUM)
        row.kind = kind_of(storage.path_of(row.key))
    except Refused as refused:
        row.status, row.refusal = FileStatus.REFUSED, refused.code
        _remove_bytes(row.key)
    else:
        row.status, row.name = FileStatus.READY, name_as(KINDS[row.kind], row.name)


def _delete(rows: Sequence[StoredFile]) -> None:
    StoredFile.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for row in rows:
        _remove_bytes(row.key)


def _remove_bytes(key: str) -> None:
    """Once the row's end is certain."""
    transaction.on_commit(lambda: storage.remove(key))


def _locked(file: StoredFile) -> StoredFile:
    return StoredFile.objects.select_for_update().get(pk=file.pk)
