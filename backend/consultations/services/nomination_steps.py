"""A step of a nomination, and its record."""

from __future__ import annotations

from backend.common.on_behalf import OnBehalf
from backend.common.records import record_step
from backend.common.transitions import Person
from backend.consultations.models import Nomination, NominationStep
from backend.consultations.nominating import STEPS
from backend.consultations.services.moving import locked_request
from backend.consultations.services.recipients import speaking_for
from backend.consultations.services.recorded import tell_recorded


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
    record_step(STEPS, step, row, by, NominationStep, on_behalf=on_behalf, reason=reason)
    tell_recorded(
        of=row,
        request=row.request,
        whose=row.institution,
        readers=speaking_for(row.institution),
        said=lambda _reader: row.get_status_display(),
        on_behalf=on_behalf,
    )
