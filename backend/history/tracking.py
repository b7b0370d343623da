"""Which models leave a history: ``@tracked()`` on the model.

pghistory's event table per model would make forty tables, of which a dossier is the union; ours
is one table for all (``Change``), filled by triggers of the same kind. They run once a statement,
so that an import of thousands of rows is not slowed down row by row, and record what SQL changed
that never passed through Django.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import pgtrigger
from django.db import models

from backend.history.models import Change

Model = TypeVar("Model", bound=type[models.Model])
TIMES = frozenset({"created_at", "updated_at"})  # the record of the change says it
NEW, OLD = "new_rows", "old_rows"
OPERATIONS = {
    Change.Kind.INSERT: (pgtrigger.Insert, pgtrigger.Referencing(new=NEW)),
    Change.Kind.UPDATE: (pgtrigger.Update, pgtrigger.Referencing(new=NEW, old=OLD)),
    Change.Kind.DELETE: (pgtrigger.Delete, pgtrigger.Referencing(old=OLD)),
}
# As pghistory leaves it in the transaction: see ``context.py``.
CONTEXT = "NULLIF(current_setting('pghistory.context_metadata', true), '')::jsonb"
ACT = "NULLIF(current_setting('pghistory.context_id', true), '')::uuid"
CHANGED = """CROSS JOIN LATERAL (
    SELECT jsonb_object_agg(key, b.value) AS before, jsonb_object_agg(key, a.value) AS after
    FROM jsonb_each(to_jsonb(o)) b JOIN jsonb_each(to_jsonb(n)) a USING (key)
    WHERE a.value <> b.value
) d WHERE d.before IS NOT NULL"""

tracked_models: dict[str, type[models.Model]] = {}
# Rows of these that are about a person are the person's own data: downloaded and emptied whole.
personal_models: set[str] = set()


def columns_of(model: str) -> dict[str, models.Field]:
    """The fields of a tracked model by their columns, as changes name them."""
    found = tracked_models.get(model)
    return {str(field.column): field for field in found._meta.local_fields} if found else {}


def tracked(
    *, only: tuple[str, ...] = (), leaving: tuple[str, ...] = (), personal: bool = False
) -> Callable[[Model], Model]:
    """Every change of a row of the model is recorded.

    ``only``: of these fields alone; ``leaving``: of all but these, which follow from others.
    """

    def track(model: Model) -> Model:
        for kind in Change.Kind:
            pgtrigger.register(Recorder(kind, only, leaving))(model)
        tracked_models[model._meta.label_lower] = model
        if personal:
            personal_models.add(model._meta.label_lower)
        return model

    return track


class Recorder(pgtrigger.Trigger):
    """Writes a ``Change`` for each row that a statement added, changed or removed."""

    level = pgtrigger.Statement
    when = pgtrigger.After

    def __init__(self, kind: Change.Kind, only: tuple[str, ...], leaving: tuple[str, ...]) -> None:
        self.kind, self.only, self.leaving = kind, only, leaving
        operation, referencing = OPERATIONS[kind]
        super().__init__(name=f"history_{kind.value}", operation=operation, referencing=referencing)

    def get_func(self, model: Any) -> str:
        columns = [field.column for field in self._fields(model)]
        key = model._meta.pk.column
        before, after, rows = self._parts(", ".join(f'"{name}"' for name in columns), key)
        seen = [alias for alias in ("n", "o") if f") {alias}" in rows]
        sql = f"""
            INSERT INTO {Change._meta.db_table}
                (kind, model, "row", about, before, after, context, act)
            SELECT '{self.kind.value}', '{model._meta.label_lower}', {seen[0]}."{key}"::text,
                {self._about(model, seen)}, {before}, {after}, {CONTEXT}, {ACT}
            FROM {rows};
            RETURN NULL;
        """  # noqa: S608  made of names of columns alone
        return " ".join(sql.split())

    def _parts(self, columns: str, key: str) -> tuple[str, str, str]:
        """What goes into ``before`` and ``after``, and the rows it is of."""
        new = f"(SELECT {columns} FROM {NEW}) n"  # noqa: S608  names of columns alone
        old = f"(SELECT {columns} FROM {OLD}) o"  # noqa: S608  names of columns alone
        if self.kind == Change.Kind.INSERT:
            return "NULL", "to_jsonb(n)", new
        if self.kind == Change.Kind.DELETE:
            return "to_jsonb(o)", "NULL", old
        return "d.before", "d.after", f'{new} JOIN {old} ON n."{key}" = o."{key}" {CHANGED}'

    def _fields(self, model: type[models.Model]) -> list[models.Field]:
        """Those of the model's own table that are recorded, its key always."""
        return [
            field
            for field in model._meta.local_fields
            if field.primary_key
            or (
                field.name not in {*TIMES, *self.leaving}
                and (not self.only or field.name in self.only)
            )
        ]

    def _about(self, model: type[models.Model], seen: list[str]) -> str:
        ids = ", ".join(
            f'{alias}."{field.column}"'
            for field in self._fields(model)
            if isinstance(_target(field), models.UUIDField)
            for alias in seen
        )
        if not ids:
            return "ARRAY[]::uuid[]"
        found = f"unnest(ARRAY[{ids}])"
        return f"ARRAY(SELECT DISTINCT id FROM {found} AS id WHERE id IS NOT NULL)"  # noqa: S608  names of columns alone


def _target(field: models.Field) -> models.Field:
    """The field that a key refers to in the end; the field itself where it is none."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return field
