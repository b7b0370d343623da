"""Rows inside another body: a period, a language, a passage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers


class RowSerializer(serializers.ModelSerializer):
    """A row within a profile: it comes whole, even where only a part of the profile is sent.

    DRF asks the outermost serializer alone whether fields may be missing.
    """

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
