"""Steps that people take: the request moves, and what follows is set going with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db import transaction

from backend.accounts.models import User
from backend.common.on_behalf import OnBehalf
from backend.consultations.models import ConsultationRequest
from backend.consultations.services.answers import withdraw_open
from backend.consultations.services.engagements import end_open, follow
from backend.consultations.services.moving import Said, move
from backend.consultations.services.nominations import withdraw_open_nominations
from backend.consultations.services.recipients import partners_of
from backend.consultations.services.recorded import tell_recorded
from backend.consultations.services.shortlist import release, start_matching


def end_all(request: ConsultationRequest, by: User) -> None:
    """Nobody need answer any more, and the work that was begun ends."""
    withdraw_open(request)
    withdraw_open_nominations(request)
    end_open(request, by, request.steps.latest("pk").reason)


def go_on_with_fewer(request: ConsultationRequest, by: User) -> None:
    """Nobody else is asked any more; those who have agreed may be at work already."""
    withdraw_open(request)
    withdraw_open_nominations(request)
    follow(request)


FOLLOWS: Mapping[str, Callable[[ConsultationRequest, User], None]] = {
    "match": start_matching,
    "release": release,
    "proceed": go_on_with_fewer,
    "no-match": end_all,
    "withdraw": end_all,
    "cancel": end_all,
}


@transaction.atomic
def take_step(
    *,
    request: ConsultationRequest,
    step: str,
    by: User,
    said: Said | None = None,
    on_behalf: OnBehalf | None = None,
) -> ConsultationRequest:
    """Moves the request, which is locked first. Raises as ``Table.take_step`` does."""
    moved = move(request=request, step=step, by=by, said=said, on_behalf=on_behalf)
    tell_recorded(
        of=moved,
        request=moved,
        whose=moved.institution,
        readers=partners_of(moved),
        said=lambda _reader: moved.public_label,
        on_behalf=on_behalf,
    )
    if follows := FOLLOWS.get(step):
        follows(moved, by)
    return moved
