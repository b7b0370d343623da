"""The lifecycle of an erasure: asked for, confirmed by mail, thought over, carried out."""

from __future__ import annotations

from typing import Any

from backend.common.transitions import Step, Table
from backend.directory.models import Erasure, ErasureStatus

ANSWER, CARRY_OUT = "directory.answer_erasure", "directory.carry_out_erasure"
S = ErasureStatus


class ErasureLinkHolder:
    """Whoever opened the signed link of an erasure: may answer this one, and nothing else."""

    def __init__(self, erasure: Erasure) -> None:
        self.pk = erasure.pk

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return perm == ANSWER and isinstance(obj, Erasure) and obj.pk == self.pk


STEPS = Table(
    Step("confirm", frozenset({S.ASKED}), S.CONFIRMED, ANSWER),
    Step("cancel", frozenset({S.ASKED, S.CONFIRMED}), S.CANCELLED, ANSWER),
    Step("carry-out", frozenset({S.CONFIRMED}), S.DONE, CARRY_OUT, by_itself=True),
)
