"""The lifecycle of a slot: every step there is."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from backend.common.transitions import Step, Table
from backend.consultations.models import Feedback, Slot, SlotStatus

SCHEDULE = "consultations.schedule_engagement"
S = SlotStatus
OPEN = frozenset({S.PROPOSED, S.AGREED})


def is_to_come(slot: Slot) -> str:
    return "" if slot.starts_at > timezone.now() else _("This slot is past.")


def accepted_by(slot: Slot) -> list[str]:
    """The sides that have said yes; of answers that may be prefetched."""
    return sorted(one.side for one in slot.answers.all() if one.accepts)


def agreed_by_all(slot: Slot) -> str:
    """A slot is agreed once the expert and the partner have both accepted it."""
    return S.AGREED if len(accepted_by(slot)) == len(Feedback.Side) else S.PROPOSED


STEPS = Table(
    Step("accept", frozenset({S.PROPOSED}), agreed_by_all, SCHEDULE, (is_to_come,)),
    Step("decline", frozenset({S.PROPOSED}), S.DECLINED, SCHEDULE),
    Step("cancel", OPEN, S.CANCELLED, SCHEDULE),
    Step("replace", OPEN, S.REPLACED, SCHEDULE, by_itself=True),
)
