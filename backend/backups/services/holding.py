"""Second names for the files of a backup, so that none goes while it is made."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from backend.backups.errors import BackupError
from backend.files import storage
from ops import locks

FOLDER = ".backup"  # within FILES_ROOT: hard links don't reach another disk
LOCK = ".backup.lock"


class Held:
    """Files that were there when they were asked for, and the keys of those that were not."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.keys: list[str] = []
        self.missing: list[str] = []

    def hold(self, keys: Sequence[str]) -> None:
        """These and no others."""
        _make_empty(self.folder)
        self.keys = [key for key in keys if self._hold(key)]
        self.missing = sorted(set(keys) - set(self.keys))

    def path_of(self, key: str) -> Path:
        return self.folder / key

    def size(self) -> int:
        return sum(self.path_of(key).stat().st_size for key in self.keys)

    def _hold(self, key: str) -> bool:
        source = storage.path_of(key)
        try:
            os.link(source, self.path_of(key))
        except FileNotFoundError:
            return False
        except OSError:  # a disk that knows no second names
            return self._copy(source, key)
        return True

    def _copy(self, source: Path, key: str) -> bool:
        try:
            shutil.copyfile(source, self.path_of(key))
        except FileNotFoundError:
            return False
        return True


@contextmanager
def hold_files() -> Iterator[Held]:
    """One backup at a time; what a killed one left goes with the next."""
    root = Path(settings.FILES_ROOT)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        lock = locks.acquire(root / LOCK, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise BackupError(_("Another backup is being made: wait for its end.")) from None
    folder = root / FOLDER
    try:
        yield Held(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _make_empty(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
