"""What a database and a folder of files hold, to be compared; and a database beside the test's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from backend.backups.selectors import tables
from backend.files import storage

HASHED = """
SELECT count(*), md5(string_agg(md5(one::text), '' ORDER BY md5(one::text))) FROM "{}" one
"""


def rows() -> dict[str, tuple[int, str]]:
    """Of each table how many, and a hash over all that is in them."""
    found = {}
    with connection.cursor() as cursor:
        for name in tables():
            cursor.execute(HASHED.format(name))
            found[name] = cursor.fetchone()
    return found


def bytes_kept() -> dict[str, bytes]:
    return {key: storage.path_of(key).read_bytes() for key, _written in storage.kept()}


@contextmanager
def elsewhere(files: Path) -> Iterator[str]:
    """While it lasts, Django works on a new, empty database and on this folder of files."""
    usual, folder = connection.settings_dict["NAME"], settings.FILES_ROOT
    other = f"{usual}_other"
    _admin(f"DROP DATABASE IF EXISTS {other} WITH (FORCE)")
    _admin(f"CREATE DATABASE {other} TEMPLATE template0")
    _use(other, files)
    try:
        yield other
    finally:
        _use(usual, folder)
        _admin(f"DROP DATABASE {other} WITH (FORCE)")


def _use(name: str, files: Path) -> None:
    connections.close_all()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    settings.FILES_ROOT = files


def _admin(statement: str) -> None:
    connections.close_all()
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
