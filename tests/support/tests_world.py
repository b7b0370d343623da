"""The demo world, embedded once in a run, and a copy of it for each worker of the run."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.test.utils import setup_databases

from ops import locks


@contextmanager
def worlds_copy(shared: Path) -> Iterator[None]:
    """While it lasts, the default connection's database is a copy of the demo world.

    ``shared`` is a folder that all workers of the run know: who comes first makes the world, who
    goes last removes it.
    """
    usual, mine = connection.settings_dict["NAME"], settings.DATABASES["default"]["TEST"]["NAME"]
    user = shared / f"world-user-{os.getpid()}"
    _sweep()
    with locks.exclusive(shared / "world.lock"):
        user.touch()
        if not _exists(_world()):
            _make(_world())
    _use(mine)
    restore()
    yield
    _drop(mine)
    with locks.exclusive(shared / "world.lock"):
        user.unlink()
        if not list(shared.glob("world-user-*")):
            _drop(_world())
    _use(usual)


def restore() -> None:
    """Make the test database anew, as the world was at the start."""
    name = connection.settings_dict["NAME"]
    _drop(name)
    _admin(f"CREATE DATABASE {name} TEMPLATE {_world()}")


def _world() -> str:
    """Named by the process that runs the tests or, with several workers, has them run."""
    run = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
    return f"test_counterpart_{run}_world"


def _make(world: str) -> None:
    """With codelists and all vectors; it has its name only once it is whole."""
    from backend.matches.services import embed_pending

    setup_databases(verbosity=0, interactive=False)
    settings.DEBUG = True
    call_command("load_codelists", verbosity=0, stdout=io.StringIO())
    call_command("load_programmes", verbosity=0, stdout=io.StringIO())
    call_command("load_demo", verbosity=0, stdout=io.StringIO())
    settings.DEBUG = False
    embed_pending()
    _admin(f"ALTER DATABASE {connection.settings_dict['NAME']} RENAME TO {world}")


def _use(name: str) -> None:
    connections.close_all()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def _sweep() -> None:
    """Drop the databases of test runs that were killed: their name holds a process id."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(r"SELECT datname FROM pg_database WHERE datname ~ '^test_counterpart_\d+'")
        left = [name for (name,) in cursor.fetchall() if not _alive(int(name.split("_")[2]))]
    for name in left:
        _drop(name)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _exists(name: str) -> bool:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def _drop(name: str) -> None:
    _admin(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _admin(statement: str) -> None:
    """Run a statement outside the test database, which must not be connected to meanwhile."""
    connections.close_all()
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
