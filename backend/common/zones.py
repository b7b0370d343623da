"""Time zones of countries."""

from __future__ import annotations

from babel.core import get_global


def only_zone(alpha2: str) -> str:
    """The zone of a country that has a single one (``KE`` → Africa/Nairobi), else ""."""
    zones = get_global("territory_zones").get(alpha2, [])
    return zones[0] if len(zones) == 1 else ""
