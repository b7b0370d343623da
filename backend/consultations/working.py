"""What was handed in last, and how long it took."""

from __future__ import annotations

from collections.abc import Iterable

from backend.consultations.models import Deliverable, Engagement

HOURS_A_DAY = 8


def newest(deliverables: Iterable[Deliverable]) -> list[Deliverable]:
    """The last version of each, in the order in which they were first handed in."""
    found: dict[str, Deliverable] = {}
    for one in sorted(deliverables, key=lambda one: (one.created_at, one.pk)):
        found[one.title] = one
    return list(found.values())


def hours_spent(deliverables: Iterable[Deliverable]) -> int:
    """As the last versions say: each counts the hours of those before it too."""
    return sum(one.hours or 0 for one in newest(deliverables))


def days_worked(engagement: Engagement) -> int | None:
    """Whole working days out of the hours that were said; else those that were asked for."""
    hours = hours_spent(engagement.deliverables.all())
    return -(-hours // HOURS_A_DAY) if hours else engagement.request.working_days
