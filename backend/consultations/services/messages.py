"""Messages about a request or an engagement, and the letters that tell of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from rest_framework.exceptions import PermissionDenied

from backend.accounts.models import User
from backend.consultations.models import (
    ConsultationRequest,
    Engagement,
    EngagementThread,
    RequestThread,
)
from backend.consultations.services.engagements import locked_engagement
from backend.consultations.services.letters import messages_link, title_of
from backend.consultations.services.moving import locked_request
from backend.consultations.services.recipients import Recipient, expert_of, officers_of, partners_of
from backend.consultations.services.telling import tell_readers
from backend.consultations.talking import (
    circle_of_engagement,
    circle_of_expert,
    circle_of_request,
)
from backend.directory.services.writing import address_of
from backend.discussion.circles import Circle
from backend.discussion.models import Message, Side, Thread, Visibility
from backend.discussion.services import post_message


@transaction.atomic
def write_about_request(
    *, request: ConsultationRequest, by: User, values: Mapping[str, Any]
) -> Message:
    """Raises ``PermissionDenied`` where the right to it is gone by now."""
    row = locked_request(request)
    circle = circle_of_request(by, row)
    if values["visibility"] not in circle.writes:
        raise PermissionDenied()
    message = _post(row, circle, by, values)
    tell_readers(message, title_of(row), [*officers_of(row), *_partners(message, row)])
    return message


@transaction.atomic
def write_about_engagement(
    *, engagement: Engagement, by: User, values: Mapping[str, Any]
) -> Message:
    """Raises ``PermissionDenied`` where the right to it is gone by now."""
    row = locked_engagement(engagement)
    return _write_about_work(row, circle_of_engagement(by, row), by, values)


@transaction.atomic
def write_by_link(*, engagement: Engagement, values: Mapping[str, Any], after: int) -> Message:
    """By the expert's link; ``after``: the last message that the page had shown.

    Sent twice from one page it is one message. Raises ``PermissionDenied`` as above.
    """
    row = locked_engagement(engagement)
    circle = circle_of_expert(row)
    same = Message.objects.filter(thread=circle.thread, side=circle.side, number__gt=after)
    if there := same.filter(visibility=values["visibility"], text=values["text"]).first():
        return there
    return _write_about_work(row, circle, row.expert.user, values)


def _write_about_work(
    row: Engagement, circle: Circle, by: User | None, values: Mapping[str, Any]
) -> Message:
    if values["visibility"] not in circle.writes:
        raise PermissionDenied()
    message = _post(row, circle, by, values)
    readers = [*officers_of(row.request), *_partners(message, row.request)]
    if circle.side == Side.EXPERT:
        own = address_of(row.expert).casefold()
        readers = [one for one in readers if one.address.casefold() != own]
    elif message.visibility in (Visibility.EXPERTS, Visibility.ALL):
        readers += expert_of(row.expert, messages_link(row))
    author = message.author_name if message.author else row.expert.name
    tell_readers(message, title_of(row.request), readers, author)
    return message


def _post(
    dossier: ConsultationRequest | Engagement,
    circle: Circle,
    by: User | None,
    values: Mapping[str, Any],
) -> Message:
    values = dict(values)
    files = values.pop("uploads", ())
    thread = circle.thread or _begin(dossier)
    return post_message(thread=thread, by=by, side=circle.side, files=files, **values)


def _begin(dossier: ConsultationRequest | Engagement) -> Thread:
    """The dossier is locked: nobody else begins one."""
    thread = Thread.objects.create()
    if isinstance(dossier, Engagement):
        EngagementThread.objects.create(engagement=dossier, thread=thread)
    else:
        RequestThread.objects.create(request=dossier, thread=thread)
    return thread


def _partners(message: Message, request: ConsultationRequest) -> list[Recipient]:
    seen = message.visibility in (Visibility.PARTNER, Visibility.ALL)
    return partners_of(request) if seen else []
