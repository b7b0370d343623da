"""Messages over HTTP: views that the apps above complete with what the thread is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import generics, mixins, serializers, status, viewsets
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.accounts.models import User
from backend.codelists.fields import LanguageTagField
from backend.common.fields import ChoiceField
from backend.common.idempotency import idempotent
from backend.discussion.circles import Circle
from backend.discussion.filters import MessageFilter
from backend.discussion.models import Message, Visibility
from backend.discussion.selectors import files_for, last_number, messages_for, unread
from backend.discussion.services import mark_read
from backend.files.api import FileSerializer, FilesField, GivesFile
from backend.files.models import StoredFile

LONGEST = 20_000


class MessageSerializer(serializers.ModelSerializer):
    """A message. ``new``: written since the reader was here. ``author`` is a name, no address."""

    author = serializers.CharField(source="author_name", read_only=True)
    new = serializers.BooleanField(source="is_new", read_only=True)
    own = serializers.SerializerMethodField()
    files = serializers.SerializerMethodField()

    class Meta:
        model = Message
        fields: tuple[str, ...] = (
            *("id", "number", "author", "side", "own", "visibility", "language", "text"),
            *("files", "new", "created_at"),
        )
        read_only_fields: tuple[str, ...] = fields

    def get_own(self, message: Message) -> bool:
        return message.author_id == self.context["request"].user.pk

    @extend_schema_field(FileSerializer(many=True))
    def get_files(self, message: Message) -> list[dict[str, Any]]:
        files = [one.file for one in message.attachments.all()]
        return [dict(FileSerializer(file).data) for file in files]


class NewMessageSerializer(serializers.Serializer):
    """A message to be. ``visibility`` may be left out where only one is possible.

    ``uploads``: ids of files of one's own that go with it.
    """

    text = serializers.CharField(max_length=LONGEST)
    language = LanguageTagField(required=False, allow_blank=True)
    visibility = ChoiceField(choices=Visibility.choices, required=False)
    uploads = FilesField(required=False)

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        possible = self.context["circle"].writes
        if "visibility" not in given and len(possible) == 1:
            given["visibility"] = possible[0]
        if given.get("visibility") not in possible:
            told = _("Say who is to read it. Possible here and now: %(possible)s.")
            raise serializers.ValidationError(
                {"visibility": told % {"possible": ", ".join(possible)}}
            )
        return given


class ReadSerializer(serializers.Serializer):
    """``until``: the number of the last message read. ``new``: how many there are behind it."""

    until = serializers.IntegerField(min_value=0, max_value=2**31 - 1)
    new = serializers.IntegerField(read_only=True)


class OfThread(APIView):
    """Something of a thread; a stranger to what it is about gets 404 from ``get_circle``."""

    permission_classes = (IsAuthenticated,)
    unkept = ()

    def get_circle(self) -> Circle:
        raise NotImplementedError

    def check_repeat(self, request: Request, answer: Any) -> None:
        """Whoever may no longer see it gets no old answer either."""
        self.get_circle()


class MessagesViewSet(OfThread, mixins.ListModelMixin, viewsets.GenericViewSet):
    """Read the messages, the first one first, and write one."""

    serializer_class = MessageSerializer
    filterset_class = MessageFilter
    queryset = Message.objects.none()

    def get_queryset(self) -> QuerySet[Message]:
        return messages_for(self.request.user, self.get_circle())

    def write(self, by: User, values: Mapping[str, Any]) -> Message:
        """Keeps it, and tells those who may read it."""
        raise NotImplementedError

    @extend_schema(request=NewMessageSerializer, responses={201: MessageSerializer})
    @idempotent
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Write a message; it stays as it is. The others who may read it are told by letter."""
        circle = self.get_circle()
        if not circle.writes:
            raise PermissionDenied()
        context = {"circle": circle, "request": request}
        given = NewMessageSerializer(data=request.data, context=context)
        given.is_valid(raise_exception=True)
        made = self.write(cast(User, request.user), given.validated_data)
        shown = self.get_queryset().get(pk=made.pk)
        return Response(self.get_serializer(shown).data, status=status.HTTP_201_CREATED)


class MessageView(OfThread, generics.GenericAPIView):
    """One message."""

    serializer_class = MessageSerializer
    queryset = Message.objects.none()

    @extend_schema(responses=MessageSerializer)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        rows = messages_for(request.user, self.get_circle())
        return Response(self.get_serializer(get_object_or_404(rows, pk=kwargs["message"])).data)


class MessageFileView(OfThread, GivesFile):
    """A file of a message, for whoever may read the message."""

    def get_file(self) -> StoredFile:
        rows = files_for(self.request.user, self.get_circle())
        return get_object_or_404(rows, pk=self.kwargs["file"])


class MessagesReadView(OfThread):
    """How many messages are new, and up to which one they were read."""

    @extend_schema(responses=ReadSerializer)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self._answer()

    @extend_schema(request=ReadSerializer, responses=ReadSerializer)
    @idempotent
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Say up to which message you have read; a mark never goes back."""
        circle = self.get_circle()
        given = ReadSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        number = min(given.validated_data["until"], last_number(circle))
        if circle.thread and number:
            mark_read(thread=circle.thread, user=cast(User, request.user), number=number)
        return self._answer()

    def _answer(self) -> Response:
        circle = self.get_circle()
        user = cast(User, self.request.user)
        marks = circle.thread.read_marks.filter(user=user) if circle.thread else None
        until = marks.values_list("number", flat=True).first() if marks else None
        return Response({"until": until or 0, "new": unread(user, circle)})
