"""Ways to narrow the log of letters."""

from __future__ import annotations

import django_filters

from backend.common.filters import Words
from backend.notifications.models import Kind, Letter


class LetterFilter(django_filters.FilterSet):
    status = Words(choices=Letter.Status.choices)
    kind = Words(choices=Kind.choices)
    about = django_filters.CharFilter()

    class Meta:
        model = Letter
        fields: tuple[str, ...] = ()
