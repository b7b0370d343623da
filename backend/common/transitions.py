"""One mechanism for all statuses: a table of steps, run by one function.

An app writes its table once (from where, to where, who, what must hold); rows move by
``take_step`` and in no other way, and each step leaves a record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied

from backend.common.errors import Conflict

Condition = Callable[[Any], str]  # row → what is missing, in the reader's language, or ""


class Moving(Protocol):
    """A row with a status, and a version that grows with each change."""

    status: str
    version: int

    def save(self, *args: Any, **kwargs: Any) -> None: ...


class Person(Protocol):
    def has_perm(self, perm: str, obj: Any = None) -> bool: ...


class Automatic:
    """Nobody: what happens by itself, because of something else or of the time."""

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return True


@dataclass(frozen=True)
class Step:
    """From any of ``sources`` to ``target``, by whoever has ``permission`` on the row.

    ``holds`` must all be true of the row; ``target`` may depend on it. ``needs_reason``: why is
    to be said. ``by_itself``: it follows from something else, and can't be asked for.
    """

    name: str
    sources: frozenset[str]
    target: str | Callable[[Any], str]
    permission: str
    holds: tuple[Condition, ...] = ()
    needs_reason: bool = False
    by_itself: bool = False

    def leads_to(self, row: Any) -> str:
        return self.target if isinstance(self.target, str) else self.target(row)


class StepNotAllowed(Conflict):
    """The row is not where this step begins, or something is missing: 409 with what is allowed."""

    default_code = "step_not_allowed"

    def __init__(self, detail: str, allowed: Iterable[str]) -> None:
        super().__init__(detail)
        self.more = {"allowed_steps": list(allowed)}


class Table:
    """All steps of one kind of row, by name."""

    def __init__(self, *steps: Step) -> None:
        self.steps: Mapping[str, Step] = {step.name: step for step in steps}

    def allowed(self, row: Moving, by: Person) -> list[str]:
        """The steps that this person may take now, in the order of the table."""
        return [
            name
            for name, step in self.steps.items()
            if not step.by_itself
            and row.status in step.sources
            and by.has_perm(step.permission, row)
        ]

    def take_step(self, name: str, row: Moving, by: Person) -> tuple[str, str]:
        """Moves a row that the caller has locked. Returns where it was and where it is.

        Raises ``PermissionDenied`` or ``StepNotAllowed``; then nothing has changed.
        """
        step = self.steps[name]
        if not by.has_perm(step.permission, row):
            raise PermissionDenied()
        if row.status not in step.sources:
            raise StepNotAllowed(_("This step is not possible now."), self.allowed(row, by))
        if missing := [told for holds in step.holds if (told := holds(row))]:
            raise StepNotAllowed(" ".join(missing), self.allowed(row, by))
        before, row.status = row.status, step.leads_to(row)
        row.version += 1
        row.save(update_fields=["status", "version", "updated_at"])
        return before, row.status
