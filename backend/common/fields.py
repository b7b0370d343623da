"""Fields of request bodies that refer to rows: a whole list is looked up in one query."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NoReturn

from django.core.exceptions import ValidationError as InvalidKey
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.relations import MANY_RELATION_KWARGS, ManyRelatedField

MOST = 300  # references in one list
SHOWN = 40  # characters of a wrong key


class ReferenceField(serializers.PrimaryKeyRelatedField):
    """The key of a row that must be there, such as a code of a codelist."""

    default_error_messages = {
        "does_not_exist": _("“{pk_value}” is not known here."),
        "unknown": _("“{pk_value}” is not known here. Known are such as {known}."),
        "incorrect_type": _("A code or an id is a text, not {data_type}."),
    }

    @classmethod
    def many_init(cls, *args: Any, **kwargs: Any) -> ManyRelatedField:
        shared = {name: kwargs[name] for name in MANY_RELATION_KWARGS if name in kwargs}
        return ReferencesField(child_relation=cls(*args, **kwargs), **shared)

    known: dict[Any, Any] | None = None  # rows looked up together, by key

    def to_internal_value(self, data: Any) -> Any:
        key = self.key(data)
        row = self.rows.filter(pk=key).first() if self.known is None else self.known.get(key)
        return row or self.fail_unknown(data)

    def look_up(self, values: list[Any]) -> None:
        """One query for all that a list of rows refers to by this field."""
        self.known = self.rows.in_bulk(list(dict.fromkeys(self._keys(values))))

    def _keys(self, values: list[Any]) -> Iterator[Any]:
        for value in values:
            with suppress(serializers.ValidationError):  # told row by row, later
                yield self.key(value)

    @property
    def rows(self) -> QuerySet:
        rows = self.get_queryset()
        assert rows is not None, "a field that is written has a queryset"
        return rows

    def key(self, data: Any) -> Any:
        """The value as the model's key; what can be none is refused."""
        if isinstance(data, bool) or not isinstance(data, str | int):
            self.fail("incorrect_type", data_type=type(data).__name__)
        try:
            return self.rows.model._meta.pk.to_python(str(data))
        except InvalidKey:
            return self.fail_unknown(data)

    def fail_unknown(self, data: Any) -> Any:
        """Says what would be right, where keys are codes that one can write."""
        shown = str(data)[:SHOWN]
        if hasattr(self.rows.model, "code"):
            known = ", ".join(self.rows.order_by("pk").values_list("pk", flat=True)[:3])
            self.fail("unknown", pk_value=shown, known=known)
        self.fail("does_not_exist", pk_value=shown)


class ReferencesField(ManyRelatedField):
    """A list of such keys."""

    default_error_messages = {
        "too_many": _("At most {most} entries."),
    }

    def to_internal_value(self, data: Any) -> list[Any]:
        if not isinstance(data, list):
            self.fail("not_a_list", input_type=type(data).__name__)
        if len(data) > MOST:
            self.fail("too_many", most=MOST)
        one: Any = self.child_relation
        keys = dict.fromkeys(one.key(value) for value in data)
        rows = one.rows.in_bulk(list(keys))
        return [rows[key] if key in rows else one.fail_unknown(key) for key in keys]


class ChoiceField(serializers.ChoiceField):
    """One of a few words; a refusal names them all."""

    default_error_messages = {
        "invalid_choice": _("“{input}” is not known here. Known are: {known}."),
    }

    def fail(self, key: str, **values: Any) -> NoReturn:
        if "input" in values:
            values["input"] = str(values["input"])[:SHOWN]
        super().fail(key, known=", ".join(map(str, self.choices)), **values)


class ChoicesField(serializers.MultipleChoiceField):
    """Some of a few words; a refusal names them all."""

    default_error_messages = {
        "invalid_choice": _("“{input}” is not known here. Known are: {known}."),
    }

    def fail(self, key: str, **values: Any) -> NoReturn:
        super().fail(key, known=", ".join(map(str, self.choices)), **values)

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, list):
            self.fail("not_a_list", input_type=type(data).__name__)
        return super().to_internal_value(data)  # type: ignore[arg-type]  # stubs name one choice's type
