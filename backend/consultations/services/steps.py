"""Moving a request: the step, its record, and the clocks, in one transaction."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field

from django.db import transaction

from backend.accounts.models import User
from backend.consultations.models import ConsultationRequest, StepTaken
from backend.consultations.services.clocks import run_clocks
from backend.consultations.services.shortlist import release, start_matching
from backend.consultations.steps import STEPS

# What a step sets going, in its transaction.
FOLLOWS: Mapping[str, Callable[[ConsultationRequest, User], None]] = {
    "match": start_matching,
    "release": release,
}


@dataclass(frozen=True)
class OnBehalf:
    """How an officer heard of the step that is recorded for somebody else."""

    channel: str
    told_on: datetime.date
    evidence: str = ""


@dataclass(frozen=True)
class Said:
    """What goes with a step: why, and which criteria were found to hold."""

    reason: str = ""
    criteria: Mapping[str, bool] = field(default_factory=dict)


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
    locked = ConsultationRequest.objects.select_for_update(of=("self",)).select_related(
        "need__institution"
    )
    request = locked.get(pk=request.pk)
    source, target = STEPS.take_step(step, request, by)
    StepTaken.objects.create(
        request=request,
        step=step,
        source=source,
        target=target,
        by=by,
        **asdict(said or Said()),
        **(asdict(on_behalf) if on_behalf else {}),
    )
    run_clocks(request)
    if follows := FOLLOWS.get(step):
        follows(request, by)
    return request
