"""Shares of a whole that add up to exactly 100, as percentages of countries and sectors must."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

CENT = Decimal("0.01")


def shares(among: Sequence[str]) -> dict[str, str]:
    """Equal ones with two digits; what rounding leaves goes to the last."""
    keys = list(dict.fromkeys(among))
    each = (Decimal(100) / len(keys)).quantize(CENT) if keys else Decimal(0)
    found = dict.fromkeys(keys, each)
    if keys:
        found[keys[-1]] = Decimal(100) - each * (len(keys) - 1)
    return {key: _plain(value) for key, value in found.items()}


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
