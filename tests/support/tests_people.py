"""Experts who are invited to a request, or at work for it, in tests."""

from __future__ import annotations

import datetime
import re
from typing import Any


def person(name: str, **values: Any) -> Any:
    """An expert with an account, whom nothing ties to anybody."""
    from backend.accounts.models import User
    from backend.directory.models import Expert

    user = User.objects.create_user(f"{name.lower()}@there.example")
    today = datetime.date.today()
    return Expert.objects.create(
        names={"en": name}, consent_listed=True, last_confirmed=today, user=user, **values
    )


def invite_people(request: Any, officer: Any, *names: str) -> list[Any]:
    """The open invitations of new people by these names, in their order."""
    from tests_requests import shortlist

    from backend.consultations.services.invitations import invite

    shortlist(request, officer, *(person(name) for name in names))
    made = invite(request=request, entries=list(request.shortlist.order_by("place")), by=officer)
    request.refresh_from_db()
    return made


def engage(request: Any, officer: Any, *names: str, begun: bool = False) -> list[Any]:
    """Their engagements, before the terms are agreed or at work."""
    from backend.consultations.answering import LinkHolder
    from backend.consultations.models import EngagementStatus
    from backend.consultations.services import answers

    request.experts_wanted = len(names)
    request.save()
    for one in invite_people(request, officer, *names):
        answers.accept(invitation=one, by=LinkHolder(one))
    rows = request.engagements.order_by("pk")
    if begun:
        rows.update(status=EngagementStatus.IN_PROGRESS)
    return list(rows.select_related("expert__user", "invitation"))


def page_of(invitation: Any) -> str:
    """The page behind an invitation's link."""
    from backend.consultations.services.letters import link_of

    return re.sub(r"^https?://[^/]+", "", link_of(invitation))
