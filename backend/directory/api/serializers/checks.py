"""Checks over several fields of a row, or several rows."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers


def check_order(row: Any, values: dict, start: str, end: str) -> None:
    """The end is not before the start, whichever of the two is given."""
    first, last = (values.get(name, getattr(row, name, None)) for name in (start, end))
    if first is not None and last is not None and last < first:
        raise serializers.ValidationError({end: _("The end must not be before the start.")})


def all_different(rows: list[dict], *names: str) -> list[dict]:
    keys = [tuple(row.get(name) for name in names) for row in rows]
    if len(keys) != len(set(keys)):
        raise serializers.ValidationError(_("An entry is there twice."))
    return rows
