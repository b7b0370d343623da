"""What the database holds, for the manifest and for the checks before a restore."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql

from backend.files import storage
from backend.files.models import FileStatus, StoredFile

# Those of extensions are not ours.
TABLES = """
SELECT relname FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass
                AND objid = pg_class.oid AND deptype = 'e')
ORDER BY relname
"""


def tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        return [name for (name,) in cursor.fetchall()]


def count_rows(empty: Iterable[str] = ()) -> dict[str, int]:
    """How many rows each table has; none of those whose rows are left out."""
    left_out = frozenset(empty)
    return {name: 0 if name in left_out else _count(name) for name in tables()}


def applied_migrations() -> list[tuple[str, str]]:
    return sorted(MigrationRecorder(connection).applied_migrations())


def unknown_migrations(applied: Iterable[tuple[str, str]]) -> list[str]:
    """Those that this code does not have: the data are of a later version."""
    there = MigrationLoader(None).disk_migrations
    known = set(there).union(*(one.replaces for one in there.values()))
    return [".".join(one) for one in applied if one not in known]


def ready_keys() -> list[str]:
    """Of each file that is whole. Uploads in progress begin anew after a restore."""
    ready = StoredFile.objects.filter(status=FileStatus.READY)
    return list(ready.order_by("key").values_list("key", flat=True))


def holds_something() -> bool:
    """Whether a restore would replace anything."""
    return bool(tables()) or next(storage.kept(), None) is not None


def _count(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier("public", name)))
        return cursor.fetchone()[0]
