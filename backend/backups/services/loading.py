"""The database out of an archive, in one transaction that replaces what there was.

pg_restore turns the dump into SQL, psql carries it out, and we stand between them: nobody but us
says COMMIT. Whoever is killed, psql comes to the end of what it is told, and nothing has happened.
"""

from __future__ import annotations

import subprocess
import tempfile
import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import IO

from django.utils.translation import gettext as _
from psycopg import sql

from backend.backups.archive import CHUNK, Reader, pieces
from backend.backups.errors import BackupError
from backend.backups.manifest import DUMP
from backend.backups.programs import Programs, address, trouble
from backend.backups.progress import Meter, bar
from backend.files.models import FileStatus, StoredFile

WITHOUT = ("--no-owner", "--no-privileges", "--no-comments")
QUIETLY = ("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file=-")
# pg_restore 17 and later say it to every server; earlier servers know no such setting.
UNKNOWN_BEFORE_17 = b"SET transaction_timeout = 0;\n"

# Ours alone: what belongs to an extension stays.
CLEAR = """
BEGIN;
SET LOCAL client_min_messages = warning;
DO $$
DECLARE thing record;
BEGIN
  FOR thing IN
    SELECT CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
           WHEN 'S' THEN 'SEQUENCE' WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END AS kind,
           oid::regclass::text AS name
    FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass
                    AND objid = pg_class.oid AND deptype = 'e')
    ORDER BY relkind = 'S', relname
  LOOP
    EXECUTE format('DROP %s IF EXISTS %s CASCADE', thing.kind, thing.name);
  END LOOP;
  FOR thing IN
    SELECT oid::regprocedure::text AS name FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass
                    AND objid = pg_proc.oid AND deptype = 'e')
  LOOP
    EXECUTE format('DROP ROUTINE IF EXISTS %s CASCADE', thing.name);
  END LOOP;
END $$;
"""
COUNTED = """
DO $$ BEGIN
  IF (SELECT count(*) FROM {table}) <> {rows} THEN RAISE EXCEPTION 'rows are missing'; END IF;
END $$;
"""
BEGIN_ANEW = 'UPDATE public.{table} SET "offset" = 0 WHERE status = {uploading};\n'


def load(archive: Reader, tools: Programs) -> None:
    """Raises ``BackupError``, and the database is then as it was."""
    with tempfile.TemporaryFile() as said:
        asked = (*QUIETLY, f"--dbname={address()}")
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.DEVNULL, "stderr": said}
        with tools.start("psql", *asked, **pipes) as database:
            assert database.stdin is not None
            with suppress(BrokenPipeError):  # psql has ended, and said why
                database.stdin.write(CLEAR.encode())
                _pump(archive, tools, database.stdin)
                database.stdin.write(_checks(archive.manifest.rows).encode())
                database.stdin.write(b"COMMIT;\n")
            with suppress(BrokenPipeError):
                database.stdin.close()
        if database.returncode:
            raise _failed(said)


def _pump(archive: Reader, tools: Programs, into: IO[bytes]) -> None:
    """The dump as SQL. Raises ``BackupError`` where it ends before its end."""
    with tempfile.TemporaryFile() as said:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": said}
        with (
            bar(_("database"), archive.manifest.parts[DUMP].size) as meter,
            tools.start("pg_restore", *WITHOUT, "--file=-", **pipes) as script,
        ):
            assert script.stdin is not None
            assert script.stdout is not None
            feeding = threading.Thread(target=_feed, args=(archive, script.stdin, meter))
            feeding.start()
            try:
                # The settings come first, within this piece.
                into.write(script.stdout.read(CHUNK).replace(UNKNOWN_BEFORE_17, b"", 1))
                for piece in pieces(script.stdout):
                    into.write(piece)
            finally:
                script.stdout.close()
                feeding.join()
        if script.returncode:
            raise _failed(said)


def _feed(archive: Reader, into: IO[bytes], meter: Meter) -> None:
    with suppress(BrokenPipeError):
        for piece in pieces(archive.open(DUMP)):
            into.write(piece)
            meter.update(len(piece))
    with suppress(BrokenPipeError):
        into.close()


def _checks(rows: Mapping[str, int]) -> str:
    """Each table has the rows that were counted; uploads in progress, whose bytes were left out,
    begin anew."""
    return "".join([*_counted(rows.items()), _begin_anew()])


def _counted(rows: Iterable[tuple[str, int]]) -> Iterable[str]:
    for name, count in rows:
        table = sql.Identifier("public", name)
        yield sql.SQL(COUNTED).format(table=table, rows=sql.Literal(count)).as_string(None)


def _begin_anew() -> str:
    words = {
        "table": sql.Identifier(StoredFile._meta.db_table),
        "uploading": sql.Literal(FileStatus.UPLOADING.value),
    }
    return sql.SQL(BEGIN_ANEW).format(**words).as_string(None)


def _failed(said: IO[bytes]) -> BackupError:
    words = {"why": trouble(said)}
    return BackupError(_("The database can't be loaded, and is as it was: %(why)s") % words)
