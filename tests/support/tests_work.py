"""Work that was done for a request, put into the database as it would be after all its steps."""

from __future__ import annotations

import datetime
from typing import Any


def invited(request: Any, officer: Any, name: str, **values: Any) -> Any:
    """An invitation of a new expert of this name; ``values`` say what came of it."""
    from django.utils import timezone

    from backend.accounts.models import User
    from backend.consultations.models import Invitation, ShortlistEntry
    from backend.directory.models import Expert

    of_expert = values.pop("of_expert", {})
    user = User.objects.create(email=f"{name.lower()}@there.example")
    expert = Expert.objects.create(names={"en": name}, consent_listed=True, user=user, **of_expert)
    entry = ShortlistEntry.objects.create(
        request=request,
        profile=expert,
        place=request.shortlist.count() + 1,
        why=f"Knows pumps: {name}.",
        why_language="en",
        chosen_by=officer,
        released_at=timezone.now(),
    )
    values = {"answer_by": timezone.now() + datetime.timedelta(5), **values}
    return Invitation.objects.create(request=request, entry=entry, expert=expert, **values)


def engagement(request: Any, officer: Any, name: str = "Amaru", **values: Any) -> Any:
    """An engagement whose result waits for the partner's word, with a report handed in."""
    from django.utils import timezone

    from backend.consultations.models import ConsultationRequest, Engagement, Status

    now = timezone.now()
    invitation = invited(
        request,
        officer,
        name,
        status="accepted",
        attested_at=now,
        answered_at=now,
        of_expert=values.pop("of_expert", {}),
    )
    terms = {
        "status": "delivered",
        "fee": 0,
        "payer": "network",
        "travel": "Economy class.",
        "insurance": "By the network.",
        "starts_on": datetime.date(2027, 1, 10),
        "ends_on": datetime.date(2027, 2, 20),
    }
    made = Engagement.objects.create(
        request=request, invitation=invitation, expert=invitation.expert, **{**terms, **values}
    )
    for number, text in enumerate(("A first draft.", "All four schemes run."), start=1):
        made.deliverables.create(
            title="Final report",
            number=number,
            text=text,
            hours=60 * number,
            is_final_report=True,
            by=invitation.expert.user,
        )
    ConsultationRequest.objects.filter(pk=request.pk).update(status=Status.DELIVERED)
    return made
