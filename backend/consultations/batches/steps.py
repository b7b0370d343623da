"""What officers make of a proposed row: every step there is."""

from __future__ import annotations

from backend.common.transitions import Step, Table
from backend.consultations.models import BatchRow, BatchRowStatus

BROKER = "consultations.broker_batch"
PROPOSED, ACCEPTED, LOCKED, EXCLUDED = (
    BatchRowStatus.PROPOSED,
    BatchRowStatus.ACCEPTED,
    BatchRowStatus.LOCKED,
    BatchRowStatus.EXCLUDED,
)
STEPS = Table(
    Step("accept", frozenset({PROPOSED, LOCKED}), ACCEPTED, BROKER),
    Step("lock", frozenset({PROPOSED, ACCEPTED}), LOCKED, BROKER),
    Step("exclude", frozenset({PROPOSED, ACCEPTED, LOCKED}), EXCLUDED, BROKER, needs_reason=True),
    Step("reopen", frozenset({ACCEPTED, LOCKED, EXCLUDED}), PROPOSED, BROKER),
)
TO = {step.target: name for name, step in STEPS.steps.items()}  # by where it leads


def step_to(row: BatchRow, status: str) -> str | None:
    """The step that makes it so; None where it is so already."""
    return None if row.status == status else TO[status]
