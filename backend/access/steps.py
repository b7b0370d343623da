"""The lifecycle of a request for access: every step there is, and who may take it."""

from __future__ import annotations

from typing import Any

from backend.access.models import AccessRequest, AccessStatus
from backend.common.transitions import Step, Table

FOLLOW, DECIDE = "access.follow_access", "access.decide_access"
WAITING = frozenset({AccessStatus.WAITING})
TO_REJECT = frozenset({AccessStatus.WAITING, AccessStatus.RETURNED})


class Asker:
    """Whoever opened the signed link of a request for access: may follow this one alone."""

    def __init__(self, request: AccessRequest) -> None:
        self.pk = request.pk

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return perm == FOLLOW and isinstance(obj, AccessRequest) and obj.pk == self.pk


STEPS = Table(
    Step("confirm", frozenset({AccessStatus.UNCONFIRMED}), AccessStatus.WAITING, FOLLOW),
    Step("answer", frozenset({AccessStatus.RETURNED}), AccessStatus.WAITING, FOLLOW),
    Step("return", WAITING, AccessStatus.RETURNED, DECIDE, needs_reason=True),
    Step("approve", WAITING, AccessStatus.APPROVED, DECIDE),
    Step("reject", TO_REJECT, AccessStatus.REJECTED, DECIDE, needs_reason=True),
)
# Those that the asker takes, with the link of the letter and over no API.
OF_ASKER = frozenset({"confirm", "answer"})
