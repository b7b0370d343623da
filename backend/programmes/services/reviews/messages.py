"""What reviewers and officers say to each other of a proposal, and the letters that tell of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied

from backend.accounts.models import User
from backend.consultations.selectors import officers
from backend.discussion.models import Message, Thread, Visibility
from backend.discussion.services import post_message
from backend.notifications.models import Kind
from backend.notifications.services import write_letter
from backend.programmes.models import Review, ReviewThread
from backend.programmes.services.reviews.letters import language_for
from backend.programmes.services.reviews.locking import locked_review
from backend.programmes.talking_of_reviews import circle_of_review


@transaction.atomic
def write_on_review(*, review: Review, by: User, values: Mapping[str, Any]) -> Message:
    """Raises ``PermissionDenied`` where the right to it is gone by now."""
    row = locked_review(review)
    circle = circle_of_review(by, row)
    if values["visibility"] not in circle.writes:
        raise PermissionDenied()
    said = dict(values)
    files = said.pop("uploads", ())
    thread = circle.thread or _begin(row)
    message = post_message(thread=thread, by=by, side=circle.side, files=files, **said)
    _tell(message, row)
    return message


def _begin(review: Review) -> Thread:
    """The round is locked: nobody else begins one."""
    thread = Thread.objects.create()
    ReviewThread.objects.create(round=review.round, proposal=review.proposal, thread=thread)
    return thread


def _tell(message: Message, review: Review) -> None:
    """That something was written, to all who may read it but its author; what, they read there."""
    for user in _readers(message, review):
        if user.pk == message.author_id:
            continue
        language = language_for(user)
        with translation.override(language):
            title = review.proposal.title
            subject = _("New message about a review: %(title)s") % {"title": title}
            text = _("Read it, and answer, here:") + " " + settings.SITE_URL
        write_letter(
            address=user.email,
            language=language,
            subject=subject,
            text=text,
            of=message,
            kind=Kind.PROGRESS,
        )


def _readers(message: Message, review: Review) -> list[User]:
    readers = list(officers())
    if message.visibility == Visibility.EXPERTS:
        rows = Review.objects.handed_in().filter(round=review.round_id, proposal=review.proposal_id)
        rows = rows.select_related("reviewer__user__expert").order_by("pk")
        readers += [one.reviewer.user for one in rows]
    return list(dict.fromkeys(readers))
