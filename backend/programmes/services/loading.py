"""Programmes as they come with Counterpart, brought into the database.

What somebody has edited here is left as it is; what is gone from a file stays, as checks of
earlier days ask for it. Rows of a rule are told apart by their stage and their first day: where
one of a rule's rows was edited, all of that rule and stage are left, since the first day may be
what was edited.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from backend.common.models import Row
from backend.programmes.models import FormSection, Programme, ProgrammeRule
from backend.programmes.validation import check_parameters, check_severity

FOLDER = Path(settings.BASE) / "fixtures" / "programmes"
DAYS = ("valid_from", "valid_to")


class BadProgramme(ValueError):
    """A file says something that can't be; the message names the file, the rule and the reason."""


@transaction.atomic
def load_programmes(folder: Path = FOLDER) -> dict[str, int]:
    """Loads every file. Returns how many rules each programme's has, by code."""
    return {
        document["code"]: _load(document, path)
        for path in sorted(folder.glob("*.json"))
        for document in [json.loads(path.read_text(encoding="utf-8"))]
    }


def _load(document: dict[str, Any], path: Path) -> int:
    values = dict(document)
    rules, sections = values.pop("rules"), values.pop("sections")
    programme = _store(Programme, {"code": values.pop("code")}, values)
    kept = set(programme.rules.filter(edited=True).values_list("rule", "stage"))
    for position, line in enumerate(rules):
        given = _rule(line, path) | {"position": position}
        if (given["rule"], given["stage"]) not in kept:
            key = {name: given.pop(name) for name in ("rule", "stage", "valid_from")}
            _store(ProgrammeRule, {"programme": programme, **key}, given)
    for position, line in enumerate(sections):
        given = line | {"position": position}
        key = {name: given.pop(name) for name in ("stage", "key")}
        _store(FormSection, {"programme": programme, **key}, given)
    return len(rules)


def _rule(line: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """Its columns, once it is known to make sense."""
    given = {"stage": "", "parameters": {}, "confirmed": False, **line}
    try:
        check_parameters(given["rule"], given["parameters"])
    except ValueError as error:
        raise BadProgramme(f"{path.name}: {given['rule']}: {error}") from error
    if told := check_severity(given["rule"], given["severity"], given["confirmed"]):
        raise BadProgramme(f"{path.name}: {given['rule']}: {told}")
    for name in DAYS:
        text = given.get(name)
        given[name] = datetime.date.fromisoformat(text) if text else None
    return given


def _store(model: type[Any], key: Mapping[str, Any], values: Mapping[str, Any]) -> Any:
    """The row of this key, made or brought in line; unchanged where nothing differs."""
    row = model.objects.filter(**key).first()
    if row is None:
        return model.objects.create(**key, **values)
    if not row.edited and any(_differs(row, name, value) for name, value in values.items()):
        for name, value in values.items():
            setattr(row, name, value)
        row.version += 1
        row.save()
    return row


def _differs(row: Row, name: str, value: Any) -> bool:
    """As the column would hold it: "1.0" is 1."""
    column: Any = row._meta.get_field(name)
    return column.to_python(value) != getattr(row, name)
