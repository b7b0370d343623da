"""The lifecycle of a proposed passage: a yes or a no, and a no may be taken back."""

from __future__ import annotations

from backend.common.transitions import Step, Table
from backend.directory.models import ProposalStatus

DECIDE = "directory.decide_proposal"
S = ProposalStatus

STEPS = Table(
    Step("take", frozenset({S.PROPOSED, S.REFUSED}), S.TAKEN, DECIDE),
    Step("refuse", frozenset({S.PROPOSED}), S.REFUSED, DECIDE),
)
