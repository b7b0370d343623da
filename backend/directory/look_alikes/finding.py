"""What was found: two profiles, and one reason to think them the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend.directory.models import Profile

Ids = frozenset[UUID] | None  # the profiles to look at; None: all


@dataclass(frozen=True)
class PassagePair:
    """A passage of the first and one of the second profile; similarity from 0 to 1."""

    first: UUID
    second: UUID
    similarity: float

    def as_json(self) -> dict[str, Any]:
        similarity = round(self.similarity, 3)
        return {"first": str(self.first), "second": str(self.second), "similarity": similarity}


@dataclass(frozen=True)
class Finding:
    """`first` is the smaller of the two ids, and so in `passages`: use `found`."""

    first: UUID
    second: UUID
    reason: str
    passages: PassagePair | None = None

    def as_json(self) -> dict[str, Any]:
        if self.passages is None:
            return {"reason": self.reason}
        return {"reason": self.reason, "passages": [self.passages.as_json()]}


def found(
    one: UUID, other: UUID, reason: str, passages: tuple[UUID, UUID, float] | None = None
) -> Finding:
    """A finding with the ids in order, whichever way round they were met."""
    if passages is None:
        return Finding(min(one, other), max(one, other), reason)
    mine, theirs, similarity = passages
    if other < one:
        one, other, mine, theirs = other, one, theirs, mine
    return Finding(one, other, reason, PassagePair(mine, theirs, similarity))


def present() -> Any:
    """The profiles that may look alike: neither withdrawn nor merged, listed or not."""
    return Profile.objects.filter(withdrawn_at__isnull=True, merged_into__isnull=True)
