"""A step of a nomination, and its record."""

from __future__ import annotations

from dataclasses import asdict

from backend.accounts.models import User
from backend.common.on_behalf import OnBehalf
from backend.common.transitions import Person
from backend.consultations.models import Nomination, NominationStep
from backend.consultations.nominating import STEPS
from backend.consultations.services.moving import locked_request
from backend.consultations.services.nomination_letters import (
    recorded_letter,
    write_to_focal_points,
)


def locked_nomination(nomination: Nomination) -> Nomination:
    """Locked after its request, as everything of a request is."""
    request = locked_request(nomination.request)
    rows = Nomination.objects.select_for_update(of=("self",)).select_related("institution")
    row = rows.get(pk=nomination.pk)
    row.request = request
    return row


def record(
    row: Nomination,
    step: str,
    by: Person,
    reason: str = "",
    on_behalf: OnBehalf | None = None,
) -> None:
    """Moves a locked nomination; whoever did not take the step themselves is told of it."""
    source, target = STEPS.take_step(step, row, by)
    NominationStep.objects.create(
        nomination=row,
        step=step,
        source=source,
        target=target,
        by=by if isinstance(by, User) else None,
        reason=reason,
        **(asdict(on_behalf) if on_behalf else {}),
    )
    if on_behalf:
        write_to_focal_points(row, recorded_letter)
