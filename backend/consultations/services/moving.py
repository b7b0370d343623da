"""Moving a request: the step, its record, and the clocks, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from django.db import transaction

from backend.accounts.models import User
from backend.common.on_behalf import OnBehalf
from backend.common.records import record_step
from backend.common.transitions import Automatic
from backend.consultations.models import ConsultationRequest, StepTaken
from backend.consultations.services.clocks import run_clocks
from backend.consultations.steps import STEPS


@dataclass(frozen=True)
class Said:
    """What goes with a step: why, and which criteria were found to hold."""

    reason: str = ""
    criteria: Mapping[str, bool] = field(default_factory=dict)


def locked_request(request: ConsultationRequest) -> ConsultationRequest:
    """The row as it is now that nobody else can change it."""
    rows = ConsultationRequest.objects.select_for_update(of=("self",))
    return rows.select_related("need__institution").get(pk=request.pk)


@transaction.atomic
def move(
    *,
    request: ConsultationRequest,
    step: str,
    by: User | None,
    said: Said | None = None,
    on_behalf: OnBehalf | None = None,
) -> ConsultationRequest:
    """Moves the request, which is locked first. Raises as ``Table.take_step`` does.

    ``by`` None: it follows by itself from something else.
    """
    request = locked_request(request)
    said, actor = said or Said(), by or Automatic()
    record_step(STEPS, step, request, actor, StepTaken, on_behalf=on_behalf, **asdict(said))
    run_clocks(request)
    return request
