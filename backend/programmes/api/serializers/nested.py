"""Rows within a row: they come whole, also where the row itself is changed in part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers


def check_named(serializer: serializers.Serializer, values: Mapping[str, Any], *names: str) -> None:
    """Raises as a whole row would; within a PATCH nothing is required by itself."""
    missing = [name for name in names if name not in values]
    if missing:
        told = {name: serializer.fields[name].error_messages["required"] for name in missing}
        raise serializers.ValidationError(told, code="required")
