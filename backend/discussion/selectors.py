"""Reads of the discussion app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from backend.discussion.circles import Circle
from backend.discussion.models import Message, MessageFile, ReadMark
from backend.files.models import StoredFile

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from backend.accounts.models import User


def messages_for(user: User | AnonymousUser, circle: Circle) -> QuerySet[Message]:
    """What a person may read of a thread, with all that is shown of it: two queries."""
    rows = Message.objects.filter(thread=circle.thread, visibility__in=circle.reads)
    return as_shown(rows, user).order_by("pk")


def as_shown(rows: QuerySet[Message], user: User | AnonymousUser) -> QuerySet[Message]:
    """With authors, files and whether it is new to a person: two queries."""
    marks = ReadMark.objects.filter(thread=OuterRef("thread"), user=user.pk)
    read_until = Coalesce(Subquery(marks.values("number")[:1]), 0)
    rows = rows.annotate(is_new=Q(number__gt=read_until) & ~Q(author=user.pk))
    return rows.select_related("author").prefetch_related("attachments__file")


def unread(user: User | AnonymousUser, circle: Circle) -> int:
    return messages_for(user, circle).filter(Q(("is_new", True))).count()


def files_for(user: User | AnonymousUser, circle: Circle) -> QuerySet[StoredFile]:
    """The files of messages that a person may read."""
    readable = messages_for(user, circle).order_by()
    attached = MessageFile.objects.filter(message__in=readable.values("pk"))
    return StoredFile.objects.filter(pk__in=attached.values("file"))


def last_number(circle: Circle) -> int:
    """Of the newest message that the person may read; 0 where there is none."""
    rows = Message.objects.filter(thread=circle.thread, visibility__in=circle.reads)
    return rows.order_by(F("number").desc()).values_list("number", flat=True).first() or 0
