"""Rows inside another body: a period, a language, a passage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.serializers import LIST_SERIALIZER_KWARGS

from backend.codelists.fields import LanguageTagField
from backend.common.fields import ChoiceField, ReferenceField

MOST = 100  # rows of a kind in one profile, unless the rows' serializer says otherwise


class RowsSerializer(serializers.ListSerializer):
    """The rows of a kind: not without end, and what they refer to is looked up together."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, list):
            self._refuse_too_many(len(data))
            for name, field in self.child.fields.items():  # type: ignore[union-attr]  # a list has a child
                if isinstance(field, ReferenceField | LanguageTagField):
                    field.look_up([row[name] for row in data if _gives(row, name)])
        return super().to_internal_value(data)

    def _refuse_too_many(self, number: int) -> None:
        most = getattr(self.child, "most", MOST)
        if number > most:
            told = _("At most %(most)d entries, not %(number)d.")
            raise serializers.ValidationError([told % {"most": most, "number": number}])


def _gives(row: Any, name: str) -> bool:
    return isinstance(row, Mapping) and isinstance(row.get(name), str | int)


class RowSerializer(serializers.ModelSerializer):
    """A row within a profile: it comes whole, even where only a part of the profile is sent.

    DRF asks the outermost serializer alone whether fields may be missing.
    """

    serializer_related_field = ReferenceField
    serializer_choice_field = ChoiceField
    most = MOST

    @classmethod
    def many_init(cls, *args: Any, **kwargs: Any) -> Any:
        """Rows come in lists of the kind above."""
        shared = {name: kwargs[name] for name in LIST_SERIALIZER_KWARGS if name in kwargs}
        return RowsSerializer(*args, **{**shared, "child": cls()})

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping) and not self.changes_one(data):
            missing = [
                name for name, field in self.fields.items() if field.required and name not in data
            ]
            if missing:
                told = {name: self.fields[name].error_messages["required"] for name in missing}
                raise serializers.ValidationError(told, code="required")
        return super().to_internal_value(data)

    def changes_one(self, data: Mapping) -> bool:
        """Whether it changes a row that is there, whose other values stay."""
        return False
