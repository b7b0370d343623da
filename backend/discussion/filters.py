"""Ways to narrow a list of messages."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet

from backend.common.filters import BOTH, Words
from backend.discussion.models import Message, Visibility


class MessageFilter(django_filters.FilterSet):
    visibility = Words(choices=Visibility.choices)
    new = Words(choices=[(word, word) for word in BOTH], method="is_new")

    class Meta:
        model = Message
        fields: tuple[str, ...] = ()

    def is_new(self, queryset: QuerySet, name: str, value: list[str]) -> QuerySet:
        """Since the reader was here last."""
        if not value or set(value) == set(BOTH):
            return queryset
        return queryset.filter(is_new="true" in value)
