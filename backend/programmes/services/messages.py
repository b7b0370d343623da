"""Messages about a proposal, and the letters that tell of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from rest_framework.exceptions import PermissionDenied

from backend.accounts.models import User
from backend.common.languages import offered
from backend.consultations.selectors import officers
from backend.consultations.services import Recipient, tell_readers
from backend.discussion.models import Message, Thread
from backend.discussion.services import post_message
from backend.programmes.circles import OF_ALL, circle_of_proposal
from backend.programmes.models import Proposal, ProposalThread
from backend.programmes.selectors.proposals import writers_of
from backend.programmes.services.moving import locked_proposal


@transaction.atomic
def write_about_proposal(*, proposal: Proposal, by: User, values: Mapping[str, Any]) -> Message:
    """Raises ``PermissionDenied`` where the right to it is gone by now."""
    row = locked_proposal(proposal)
    circle = circle_of_proposal(by, row)
    if values["visibility"] not in circle.writes:
        raise PermissionDenied()
    values = dict(values)
    files = values.pop("uploads", ())
    thread = circle.thread or _begin(row)
    message = post_message(thread=thread, by=by, side=circle.side, files=files, **values)
    tell_readers(message, row.title, _readers(message, row))
    return message


def _begin(proposal: Proposal) -> Thread:
    """The proposal is locked: nobody else begins one."""
    thread = Thread.objects.create()
    ProposalThread.objects.create(proposal=proposal, thread=thread)
    return thread


def _readers(message: Message, proposal: Proposal) -> list[Recipient]:
    readers = [Recipient(one.email, settings.LANGUAGE_CODE) for one in officers()]
    if message.visibility == OF_ALL:
        language = offered(proposal.language)
        readers += [Recipient(one.email, language) for one in writers_of(proposal)]
    return readers
