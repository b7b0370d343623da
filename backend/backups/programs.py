"""PostgreSQL's own programs: those that come with us, else the system's."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.db import connection
from django.utils.translation import gettext as _
from psycopg.conninfo import make_conninfo

from backend.backups.errors import BackupError
from ops.parent import die_with_parent
from ops.postgres import EmbeddedServerError
from ops.postgres.binaries import find_binaries
from ops.postgres.identity import clean_environment

NEEDED = ("pg_dump", "pg_restore", "psql")
SAID = 600  # characters of what a program says in its trouble


@dataclass(frozen=True)
class Programs:
    """One version of them, with the database they work on."""

    folder: Path
    major: int

    def start(self, name: str, *arguments: str, **pipes: Any) -> subprocess.Popen[bytes]:
        """Ends when we do. The password goes by the environment, where nobody else can see it."""
        return subprocess.Popen(  # noqa: S603 a program of PostgreSQL, and arguments of ours
            [str(self.folder / name), *arguments],
            env=clean_environment() | _password(),
            preexec_fn=die_with_parent(),
            **pipes,
        )


def programs() -> Programs:
    """The first that can speak with the server. Raises ``BackupError``."""
    server = server_major()
    for folder in _folders():
        if (found := Programs(folder, _major(folder))).major >= server:
            return found
    raise BackupError(
        _(
            "The database is PostgreSQL %(version)d, and no pg_dump, pg_restore and psql of this "
            "or a later version were found: install postgresql-client-%(version)d."
        )
        % {"version": server}
    )


def server_major() -> int:
    connection.ensure_connection()
    return connection.connection.info.server_version // 10_000


def address() -> str:
    """The database that Django is connected to, for libpq, without the password."""
    connection.ensure_connection()
    return make_conninfo(**connection.connection.info.get_parameters())


def trouble(said: IO[bytes]) -> str:
    """The end of what a program said: why it went wrong."""
    said.seek(0)
    return said.read().decode(errors="replace").strip()[-SAID:]


def _password() -> dict[str, str]:
    password = connection.connection.info.password
    return {"PGPASSWORD": password} if password else {}


def _folders() -> Iterator[Path]:
    with suppress(EmbeddedServerError):
        yield Path(find_binaries().program("psql")).parent
    usual = [shutil.which(name) for name in NEEDED]
    if all(usual):
        yield Path(str(usual[0])).parent


def _major(folder: Path) -> int:
    """By the one that is run most; 0 where it can't be run."""
    try:
        asked = subprocess.run(  # noqa: S603  a program of PostgreSQL, asked its version
            [str(folder / "pg_dump"), "--version"], capture_output=True, check=True, text=True
        )
    except (OSError, subprocess.CalledProcessError):
        return 0
    found = re.search(r"(\d+)", asked.stdout)
    return int(found[1]) if found else 0
