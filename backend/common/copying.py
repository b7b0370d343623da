"""Rows written by COPY, many times as quick as one INSERT that names each value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, LiteralString

from psycopg import sql


def copy_rows(cursor: Any, table: str, columns: dict[str, str], rows: Iterable[Sequence]) -> None:
    """``columns``: type by name, each value of a row in that order.

    Values of type ``bytea`` go in as they are: a type's own binary form may be given so.
    """
    target = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(
        sql.Identifier(table), _listed(columns)
    )
    with cursor.copy(target) as copy:
        copy.set_types(list(columns.values()))
        for row in rows:
            copy.write_row(row)


def upsert_rows(
    cursor: Any, table: str, columns: dict[str, str], rows: Iterable[Sequence], unique: set[str]
) -> None:
    """The same within a transaction, where a row with these unique columns may be there already.

    Such a row keeps its ``id`` and ``created_at``.
    """
    arriving = f"arriving_{table}"
    names = {"table": sql.Identifier(table), "arriving": sql.Identifier(arriving)}
    cursor.execute(_text("CREATE TEMP TABLE {arriving} (LIKE {table}) ON COMMIT DROP", **names))
    copy_rows(cursor, arriving, columns, rows)
    changed = [name for name in columns if name not in {*unique, "id", "created_at"}]
    cursor.execute(
        _text(
            "INSERT INTO {table} ({columns}) SELECT {columns} FROM {arriving}"
            " ON CONFLICT ({unique}) DO UPDATE SET ({changed}) = ROW({replaced});"
            "DROP TABLE {arriving}",
            **names,
            columns=_listed(columns),
            unique=_listed(sorted(unique)),
            changed=_listed(changed),
            replaced=sql.SQL(", ").join(sql.Identifier("excluded", name) for name in changed),
        )
    )


def _text(statement: LiteralString, **parts: sql.Composable) -> str:
    """As text: what is recorded of who acts is put before a statement (history/context.py)."""
    return sql.SQL(statement).format(**parts).as_string()


def _listed(names: Iterable[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))
