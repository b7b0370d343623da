"""Restoring a backup: checked whole, files put beside those there are, then the database switched.

The switch is the commit of one transaction. Files have random names that never come again, so
those put down before it disturb nobody: after a kill they belong to nothing, and are swept.
"""

from __future__ import annotations

import os
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.utils.translation import gettext as _

from backend.backups import selectors
from backend.backups.archive import Reader, pieces
from backend.backups.errors import BackupError, told
from backend.backups.manifest import FILES, Manifest
from backend.backups.programs import Programs, programs, server_major
from backend.backups.progress import Meter, bar
from backend.backups.services.loading import load
from backend.files import storage


def restore(*, source: Path, replace: bool = False) -> Manifest:
    """Puts everything back as it was. Raises ``BackupError``, and has then changed nothing."""
    with told(), source.open("rb") as file:
        if selectors.holds_something() and not replace:
            raise BackupError(
                _("There are data already. To lose them, and have those of the backup instead: %s")
                % "--replace"
            )
        with bar(_("checking"), source.stat().st_size) as meter:
            archive = Reader(file, meter)
        tools = programs()
        _check_versions(archive.manifest, tools)
        _put_files(archive)
        load(archive, tools)
    connection.close()  # what it knows of the tables is of those that are gone
    call_command("migrate", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # a dump knows nothing of how rows are spread
    return archive.manifest


def _check_versions(manifest: Manifest, tools: Programs) -> None:
    found = server_major()
    newest = max(manifest.postgres, manifest.dumped_by)
    if found < manifest.postgres or tools.major < newest:
        raise BackupError(
            _(
                "The backup is of PostgreSQL %(theirs)d, this database is PostgreSQL %(ours)d: "
                "restore it into the same or a later version."
            )
            % {"theirs": newest, "ours": found}
        )
    if unknown := selectors.unknown_migrations(manifest.migrations):
        raise BackupError(
            _("The backup is of a later Counterpart (it has %(names)s): update this one first.")
            % {"names": ", ".join(unknown[:3])}
        )


def _put_files(archive: Reader) -> None:
    total = sum(part.size for _key, part in archive.files())
    with bar(_("files"), total) as meter:
        for key, part in archive.files():
            if not _is_there(key, part.sha256):
                _put(archive, key, meter)


def _is_there(key: str, sha256: str) -> bool:
    """Touched, so that no sweep takes it before the switch."""
    try:
        os.utime(storage.path_of(key))
        return storage.digest(key) == sha256
    except FileNotFoundError:
        return False


def _put(archive: Reader, key: str, meter: Meter) -> None:
    """Whole under its name, or not there."""
    path = storage.path_of(key)
    storage.make_folder(path.parent)
    part = path.with_name(f"{key}.part")  # a name without a row: what a kill leaves is swept
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        for piece in pieces(archive.open(f"{FILES}{key}")):
            file.write(piece)
            meter.update(len(piece))
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
