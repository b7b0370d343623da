"""The history of a dossier over HTTP; apps above say of what, and what of it somebody is shown."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import generics, serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from backend.common.pagination import RowPagination
from backend.history.filters import ChangeFilter
from backend.history.models import Change
from backend.history.reading import Reading, readable

LONGEST_NUMBER = 18  # digits


class ChangedFieldSerializer(serializers.Serializer):
    """A field before and after: as it is kept, and in the reader's words."""

    field = serializers.CharField()
    # What is kept is named as a field of the class itself would be, which the stubs refuse.
    label = serializers.CharField()  # type: ignore[assignment]  # a field of this name hides the class’s
    before = serializers.JSONField(allow_null=True)
    after = serializers.JSONField(allow_null=True)
    before_label = serializers.CharField(allow_blank=True)
    after_label = serializers.CharField(allow_blank=True)


class WhoSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField(allow_blank=True)


class ForWhomSerializer(WhoSerializer):
    """For whom an officer recorded it, and how it was heard."""

    channel = serializers.CharField()
    told_on = serializers.DateField()


class ChangeSerializer(serializers.Serializer):
    """A change. ``by`` empty: nobody, or somebody whose name is not for the reader.

    ``through``, for officers: the request over HTTP, the command or the task that did it.
    ``scrubbed``: words were taken out, because a person was erased.
    """

    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    kind = serializers.ChoiceField(choices=Change.Kind.choices)
    kind_label = serializers.CharField()
    of = serializers.CharField()
    of_label = serializers.CharField()
    row = serializers.CharField()
    by = WhoSerializer(allow_null=True)
    on_behalf = ForWhomSerializer(allow_null=True)
    through = serializers.CharField(allow_null=True, allow_blank=True)
    scrubbed = serializers.BooleanField()
    fields_changed = ChangedFieldSerializer(many=True, source="fields")


class ChangePagination(RowPagination):
    ordering = "-id"

    def is_position(self, text: str) -> bool:
        return text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER


class HistoryView(generics.ListAPIView):
    """What was changed, the latest first: who, for whom, when, before and after."""

    permission_classes = (IsAuthenticated,)
    serializer_class = ChangeSerializer
    pagination_class = ChangePagination
    filterset_class = ChangeFilter
    queryset = Change.objects.none()
    action = "list"

    def get_reading(self) -> Reading:
        """Raises Http404 where the dossier is not for the reader."""
        raise NotImplementedError

    def get_queryset(self) -> QuerySet[Change]:
        if getattr(self, "swagger_fake_view", False):
            return Change.objects.none()
        return self.reading.changes()

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        self.reading = self.get_reading()
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        shown = self.get_serializer(readable(page, self.reading), many=True)
        return self.get_paginated_response(shown.data)
