"""Making a backup while everything runs.

One snapshot of the database says what belongs to it. The files it names get a second name (a hard
link) at once, so that whoever deletes one meanwhile takes nothing out of the backup.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.backups import selectors
from backend.backups.archive import Writer
from backend.backups.errors import BackupError, told
from backend.backups.manifest import DUMP, FILES, Manifest
from backend.backups.programs import Programs, address, programs, server_major, trouble
from backend.backups.progress import bar
from backend.backups.services.holding import Held, hold_files
from backend.matches.texts import ALL as ALL_TEXTS

TRIES = 5


def back_up(*, target: Path, vectors: bool = True) -> Manifest:
    """Writes the archive ``target``, which is there once it is whole. Raises ``BackupError``."""
    with told(), _new_file(target) as file, _snapshot() as (snapshot, held):
        tools = programs()
        left_out = [] if vectors else [texts.table("vectors") for texts in ALL_TEXTS]
        manifest = Manifest(
            made_at=timezone.now().isoformat(timespec="seconds"),
            postgres=server_major(),
            dumped_by=tools.major,
            vectors=vectors,
            migrations=selectors.applied_migrations(),
            rows=selectors.count_rows(empty=left_out),
            missing=held.missing,
        )
        writer = Writer(file)
        _dump(writer, tools, snapshot, left_out)
        _add_files(writer, held)
        writer.seal(manifest)
    return manifest


@contextmanager
def _new_file(target: Path) -> Iterator[BinaryIO]:
    """Under another name until it is whole and on disk; for its owner's eyes alone."""
    if target.exists():
        raise BackupError(_("%(file)s exists already: choose another name.") % {"file": target})
    part = target.with_name(f"{target.name}.part")  # what a kill left is written over
    flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
    with os.fdopen(os.open(part, flags, 0o600), "w+b") as file:
        try:
            part.chmod(0o600)
            yield file
            file.flush()
            os.fsync(file.fileno())
            part.rename(target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def _snapshot() -> Iterator[tuple[str, Held]]:
    """A name by which pg_dump sees what we see, and the files that belong to it.

    Where a file went between the two, there is another try; what is missing each time was lost
    before.
    """
    with hold_files() as held:
        for _try in range(TRIES):
            lost = held.missing
            with transaction.atomic(durable=True), connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                cursor.execute("SELECT pg_export_snapshot()")
                name = cursor.fetchone()[0]
                held.hold(selectors.ready_keys())
                if held.missing == lost:
                    yield name, held
                    return
    raise BackupError(_("Files are being deleted all the time: try again when there is less work."))


def _dump(writer: Writer, tools: Programs, snapshot: str, left_out: list[str]) -> None:
    arguments = ["--format=custom", f"--snapshot={snapshot}", f"--dbname={address()}"]
    arguments += [f"--exclude-table-data=public.{name}" for name in left_out]
    with tempfile.TemporaryFile() as said, bar(_("database")) as meter:
        dump = tools.start("pg_dump", *arguments, stdout=subprocess.PIPE, stderr=said)
        with dump:
            assert dump.stdout is not None
            writer.add(DUMP, dump.stdout, meter)
        if dump.returncode:
            raise BackupError(_("The database can't be read: %(why)s") % {"why": trouble(said)})


def _add_files(writer: Writer, held: Held) -> None:
    with bar(_("files"), held.size()) as meter:
        for key in held.keys:
            with held.path_of(key).open("rb") as file:
                writer.add(f"{FILES}{key}", file, meter)
