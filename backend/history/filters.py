"""Ways to narrow a history."""

from __future__ import annotations

import django_filters

from backend.common.filters import Words
from backend.history.models import Change
from backend.history.tracking import tracked_models


class ChangeFilter(django_filters.FilterSet):
    kind = Words(choices=Change.Kind.choices)
    of = Words(
        field_name="model",
        choices=lambda: [(name, name) for name in sorted(tracked_models)],
        help_text="the kind of row, such as consultations.invitation",
    )
    since = django_filters.DateFilter(field_name="at", lookup_expr="date__gte")
    until = django_filters.DateFilter(field_name="at", lookup_expr="date__lte")

    class Meta:
        model = Change
        fields: tuple[str, ...] = ()
