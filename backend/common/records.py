"""A step taken by a table of transitions, together with the record of it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser

from backend.common.models import StepRecord
from backend.common.on_behalf import OnBehalf, heard
from backend.common.transitions import Moving, Person, Table


def record_step(
    table: Table,
    name: str,
    row: Moving,
    by: Person,
    record: type[StepRecord],
    *,
    on_behalf: OnBehalf | None = None,
    **said: Any,
) -> StepRecord:
    """Moves a row that the caller has locked, and returns the record. Raises as ``take_step`` does.

    ``said``: further columns of the record, such as the reason. Who is no account is nobody.
    """
    source, target = table.take_step(name, row, by)
    values: dict[str, Any] = {"step": name, "source": source, "target": target}
    values["by"] = by if isinstance(by, AbstractBaseUser) else None
    values |= {record.ABOUT: row, **said, **heard(on_behalf)}
    return record._default_manager.create(**values)
