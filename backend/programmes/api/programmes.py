"""Programmes, for everybody to read; officers write them in the administration."""

from __future__ import annotations

from django.db.models import QuerySet
from rest_framework import mixins, viewsets
from rest_framework.permissions import AllowAny

from backend.programmes.api.serializers.programmes import ProgrammeSerializer
from backend.programmes.models import Programme
from backend.programmes.selectors.calls import programmes


class ProgrammeViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Every programme, with its rules, their sources, and the sections of its form."""

    permission_classes = (AllowAny,)
    serializer_class = ProgrammeSerializer
    pagination_class = None
    filter_backends = ()
    lookup_field = "code"
    lookup_value_regex = "[-a-zA-Z0-9_]+"
    queryset = Programme.objects.none()

    def get_queryset(self) -> QuerySet[Programme]:
        return programmes()
