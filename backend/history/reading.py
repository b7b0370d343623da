"""Changes as somebody reads them: fields by their names, values in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from backend.common.names import display_name
from backend.history.models import Change, ChangeQuerySet
from backend.history.tracking import columns_of, tracked_models

Names = dict[tuple[type[models.Model], str], str]


@dataclass(frozen=True)
class Reading:
    """What of the changes ``about`` is shown, to somebody who is no officer.

    ``fields``: by model those that the reader may see; ``people``: whose names; ``sides``: for
    whom officers recorded it. None: an officer reads all. ``words``: by model and field other
    words for its choices than the model's.
    """

    rows: ChangeQuerySet
    fields: Mapping[str, Collection[str]] | None = None
    people: Collection[str] | None = None
    sides: Collection[str] | None = None
    words: Mapping[tuple[str, str], Mapping[Any, Any]] = field(default_factory=dict)

    def changes(self) -> ChangeQuerySet:
        """Those that changed something the reader may see."""
        if self.fields is None:
            return self.rows
        shown = Q(pk__in=[])
        for model, names in self.fields.items():
            keys = [one.column for one in columns_of(model).values() if one.name in names]
            seen = Q(before__has_any_keys=keys) | Q(after__has_any_keys=keys)
            shown |= Q(model=model) & seen
        return self.rows.filter(shown)

    def shows(self, change: Change, column: models.Field) -> bool:
        return self.fields is None or column.name in self.fields.get(change.model, ())

    def names(self, person: str) -> bool:
        return self.people is None or person in self.people


def readable(changes: Iterable[Change], reading: Reading) -> list[dict[str, Any]]:
    """A page of changes; all names in it are looked up together, a query for each kind of row."""
    page = [(change, _differences(change, reading)) for change in changes]
    names = _look_up(page, reading)
    return [_told(change, found, names, reading) for change, found in page]


Difference = tuple[models.Field, Any, Any]


def _differences(change: Change, reading: Reading) -> list[Difference]:
    """In the order of the model's fields; one that was dropped since is left out."""
    before, after = change.before or {}, change.after or {}
    return [
        (column, before.get(name), after.get(name))
        for name, column in columns_of(change.model).items()
        if (name in before or name in after) and reading.shows(change, column)
    ]


def _look_up(page: list[tuple[Change, list[Difference]]], reading: Reading) -> Names:
    wanted: dict[type[models.Model], set[str]] = defaultdict(set)
    for change, found in page:
        context = change.context or {}
        if who := context.get("user"):
            wanted[get_user_model()].add(who)
        if whose := context.get("on_behalf"):
            wanted[apps.get_model(whose["model"])].add(whose["row"])
        for column, before, after in found:
            if column.related_model and _has_name(column.related_model):
                wanted[column.related_model] |= {str(one) for one in (before, after) if one}
    people = get_user_model()
    wanted[people] = {one for one in wanted[people] if reading.names(one)}
    return {
        (model, str(pk)): _name(row)
        for model, keys in wanted.items()
        for pk, row in (model._base_manager.in_bulk(keys) if keys else {}).items()
    }


def _has_name(model: Any) -> bool:
    return model is get_user_model() or hasattr(model, "name")


def _name(row: Any) -> str:
    """Of an account without a name nothing: an address is nobody's business."""
    return row.get_full_name() if isinstance(row, get_user_model()) else row.name


def _told(
    change: Change, found: list[Difference], names: Names, reading: Reading
) -> dict[str, Any]:
    model, context = tracked_models.get(change.model), change.context or {}
    return {
        "id": change.pk,
        "at": change.at,
        "kind": change.kind,
        "kind_label": change.get_kind_display(),
        "of": change.model,
        "of_label": str(model._meta.verbose_name) if model else change.model,
        "row": change.row,
        "by": _person(context.get("user"), names, reading),
        "on_behalf": _whose(context.get("on_behalf"), names, reading),
        "through": _through(context) if reading.people is None else None,
        "scrubbed": change.scrubbed_at is not None,
        "fields": [_field(change, one, names, reading) for one in found],
    }


def _person(who: str | None, names: Names, reading: Reading) -> dict[str, str] | None:
    if not who or not reading.names(who):
        return None
    return {"id": who, "name": names.get((get_user_model(), who), "")}


def _whose(told: Mapping[str, str] | None, names: Names, reading: Reading) -> dict[str, str] | None:
    if not told or not (reading.sides is None or told["row"] in reading.sides):
        return None
    name = names.get((apps.get_model(told["model"]), told["row"]), "")
    return {
        "id": told["row"],
        "name": name,
        "channel": told["channel"],
        "told_on": told["told_on"],
    }


def _through(context: Mapping[str, Any]) -> str:
    """By what it was done: a request over HTTP, a command, a task, or both of these."""
    asked = f"{context['method']} {context['path']}" if "path" in context else ""
    return " ".join(filter(None, (asked, context.get("command"), context.get("task"))))


def _field(
    change: Change, difference: Difference, names: Names, reading: Reading
) -> dict[str, Any]:
    column, before, after = difference
    words = reading.words.get((change.model, column.name)) or dict(column.flatchoices)
    return {
        "field": column.name,
        "label": str(column.verbose_name),
        "before": before,
        "after": after,
        "before_label": _in_words(column, before, words, names),
        "after_label": _in_words(column, after, words, names),
    }


def _in_words(column: Any, value: Any, words: Mapping[Any, Any], names: Names) -> str:
    if value is None or value == "":
        return ""
    if column.related_model:
        return names.get((column.related_model, str(value)), str(value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        if any(isinstance(one, list | dict) for one in value):
            return ""  # what a program reads: in ``before`` and ``after``
        inner = dict(getattr(getattr(column, "base_field", None), "flatchoices", ()))
        return ", ".join(str(inner.get(one, one)) for one in value)
    if isinstance(value, dict):
        return display_name(value) if column.name == "names" else ""
    if isinstance(column, models.DateTimeField) and (moment := parse_datetime(value)):
        return date_format(moment, "DATETIME_FORMAT")
    return str(words.get(value, value))
