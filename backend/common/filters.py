"""Filters that lists share."""

from __future__ import annotations

import django_filters
from drf_spectacular.utils import extend_schema_field


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class Codes(django_filters.ModelMultipleChoiceFilter):
    """Codes of a codelist, any of which may hold: ``country=KEN&country=UGA``."""
