"""What was said and delivered, across all the requests and engagements that one may see."""

from __future__ import annotations

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.permissions import IsAuthenticated

from backend.consultations.api.serializers.engagements import (
    DeliverableSerializer,
    FeedbackSerializer,
)
from backend.consultations.filters import DeliverableFilter, FeedbackFilter
from backend.consultations.models import Deliverable, Feedback
from backend.consultations.selectors import engagements_for
from backend.consultations.talking import readable_messages
from backend.discussion.api import MessageSerializer
from backend.discussion.filters import MessageFilter
from backend.discussion.models import Message


class MessageAboutSerializer(MessageSerializer):
    """A message with what it is about: an engagement, or else the request itself."""

    request = serializers.UUIDField(source="request_id", read_only=True)
    engagement = serializers.UUIDField(source="engagement_id", read_only=True, allow_null=True)

    class Meta(MessageSerializer.Meta):
        fields = (*MessageSerializer.Meta.fields, "request", "engagement")
        read_only_fields = fields


class DeliverableOfSerializer(DeliverableSerializer):
    """Something delivered, and in which engagement."""

    engagement = serializers.UUIDField(source="engagement_id", read_only=True)

    class Meta(DeliverableSerializer.Meta):
        fields = (*DeliverableSerializer.Meta.fields, "engagement")


class FeedbackOfSerializer(FeedbackSerializer):
    """Feedback, and on which engagement."""

    engagement = serializers.UUIDField(source="engagement_id", read_only=True)

    class Meta(FeedbackSerializer.Meta):
        fields = ("id", "engagement", *FeedbackSerializer.Meta.fields)


class _Mine(mixins.ListModelMixin, viewsets.GenericViewSet):
    permission_classes = (IsAuthenticated,)


@extend_schema(responses=MessageAboutSerializer)
class MessagesAboutViewSet(_Mine):
    """All messages that one may read; they are written where they belong."""

    serializer_class = MessageAboutSerializer
    filterset_class = MessageFilter
    queryset = Message.objects.none()

    def get_queryset(self) -> QuerySet[Message]:
        return readable_messages(self.request.user).order_by("pk")


class DeliverablesViewSet(_Mine):
    """All that was delivered in the engagements that one may see."""

    serializer_class = DeliverableOfSerializer
    filterset_class = DeliverableFilter
    queryset = Deliverable.objects.none()

    def get_queryset(self) -> QuerySet[Deliverable]:
        seen = engagements_for(self.request.user).order_by().values("pk")
        rows = Deliverable.objects.filter(engagement__in=seen)
        return rows.prefetch_related("attachments__file").order_by("pk")


class FeedbackViewSet(_Mine):
    """All feedback on the engagements that one may see."""

    serializer_class = FeedbackOfSerializer
    filterset_class = FeedbackFilter
    queryset = Feedback.objects.none()

    def get_queryset(self) -> QuerySet[Feedback]:
        seen = engagements_for(self.request.user).order_by().values("pk")
        return Feedback.objects.filter(engagement__in=seen).order_by("pk")
