"""Projects that were done, to be read."""

from __future__ import annotations

from rest_framework import viewsets
from rest_framework.permissions import IsAuthenticated

from backend.programmes.api.serializers.partnering import PastProjectSerializer
from backend.programmes.filters import PastProjectFilter
from backend.programmes.models import PastProject


class PastProjectViewSet(viewsets.ReadOnlyModelViewSet):
    """Projects that were done, for everybody who logs in."""

    permission_classes = (IsAuthenticated,)
    serializer_class = PastProjectSerializer
    filterset_class = PastProjectFilter
    queryset = PastProject.objects.prefetch_related("countries", "institutions", "sdgs", "sectors")
