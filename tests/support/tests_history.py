"""The tracked tables as they stand, to hold the history against them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db import connection

UNTRACKED = {"created_at", "updated_at", "text_hash", "detected_language"}
State = dict[tuple[str, str], dict[str, Any]]


def state() -> State:
    """Every row of every tracked table but accounts, by its model and key."""
    from backend.history.tracking import tracked_models

    found: State = {}
    with connection.cursor() as cursor:
        for name, model in tracked_models.items():
            if name.startswith(("accounts.", "directory.pa", "directory.profile")):
                continue  # of those some columns alone are tracked, and they are many
            key = model._meta.pk.column
            cursor.execute(f'SELECT "{key}"::text, to_jsonb(t) FROM {model._meta.db_table} t')
            for pk, row in cursor.fetchall():
                row = json.loads(row) if isinstance(row, str) else row
                found[name, pk] = {k: v for k, v in row.items() if k not in UNTRACKED}
    return found


def replayed(before: State, changes: Iterable[Any]) -> State:
    """What the rows are after the changes; each must fit what stood there."""
    rows = {key: dict(row) for key, row in before.items()}
    for change in changes:
        key = (change.model, change.row)
        if change.kind == "insert":
            assert key not in rows, f"{key} was there already"
            rows[key] = change.after
        elif change.kind == "delete":
            assert rows.pop(key) == change.before
        else:
            old = {name: rows[key][name] for name in change.before}
            assert old == change.before != change.after, f"{key} is not changed so"
            rows[key] |= change.after
    return rows
