"""Proposing slots, and what each side says of them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.common.errors import Conflict
from backend.common.on_behalf import OnBehalf, heard
from backend.common.transitions import Automatic
from backend.consultations.models import (
    Engagement,
    EngagementStatus,
    Feedback,
    Meeting,
    Slot,
    SlotAnswer,
    SlotStatus,
)
from backend.consultations.scheduling import STEPS, agreed_by_all
from backend.consultations.services.engagements import locked_engagement
from backend.consultations.services.meetings import (
    cancel_locked,
    changed,
    told_of,
    write_appointment,
    write_none_left,
    write_proposals,
)
from backend.consultations.services.recipients import side_of
from backend.consultations.services.recorded import tell_recorded
from backend.notifications.selectors import reader_of

OVER = frozenset({EngagementStatus.ACCEPTED, EngagementStatus.ENDED})
MOST = 20  # slots of one meeting, those that came to nothing too
Times = Sequence[tuple[datetime.datetime, datetime.datetime]]


@dataclass(frozen=True)
class Speaker:
    """Who says it, and for which side; "" for an officer who speaks for none."""

    user: User
    side: str = ""
    on_behalf: OnBehalf | None = None


@transaction.atomic
def propose_slots(
    *,
    engagement: Engagement,
    by: Speaker,
    times: Times,
    topic: str = "",
    place: str = "",
    meeting: Meeting | None = None,
) -> Meeting:
    """For a new meeting, or another date for one. Whoever proposes has accepted them all.

    Raises ``Conflict`` once the work is over.
    """
    row = locked_engagement(engagement)
    if row.status in OVER:
        raise Conflict(_("The work is over."), code="over")
    meeting = meeting or Meeting.objects.create(engagement=row, topic=topic, place=place)
    meeting.engagement = row
    if meeting.slots.count() + len(times) > MOST:
        raise Conflict(_("At most %(most)d slots.") % {"most": MOST}, code="too_many")
    made = [
        Slot.objects.create(meeting=meeting, starts_at=start, ends_at=end, proposed_by=by.user)
        for start, end in times
    ]
    if by.side:
        for slot in made:
            _answer(slot, by, accepts=True)
    write_proposals(meeting, made, but=by.user)
    return meeting


@transaction.atomic
def accept_slot(*, slot: Slot, by: Speaker) -> Slot:
    """Once both sides have accepted one it is agreed, and the others are not needed any more.

    Raises as ``take_step`` does.
    """
    row = locked_slot(slot)
    _answer(row, by, accepts=True)
    _tell_recorded(row, by, accepts=True)
    if row.status != SlotStatus.PROPOSED or agreed_by_all(row) != SlotStatus.AGREED:
        STEPS.take_step("accept", row, by.user)
        return row
    if _replace_others(row):
        changed(row.meeting)
    STEPS.take_step("accept", row, by.user)
    write_appointment(row.meeting, row)
    return row


@transaction.atomic
def decline_slot(*, slot: Slot, by: Speaker) -> Slot:
    """Raises as ``take_step`` does."""
    row = locked_slot(slot)
    STEPS.take_step("decline", row, by.user)
    _answer(row, by, accepts=False)
    _tell_recorded(row, by, accepts=False)
    open_ones = row.meeting.slots.filter(status__in=[SlotStatus.PROPOSED, SlotStatus.AGREED])
    if not open_ones.exists():
        write_none_left(row.meeting, but=by.user)
    return row


@transaction.atomic
def cancel_slot(*, slot: Slot, by: Speaker) -> Slot:
    """Raises as ``take_step`` does; of an agreed one all who take part are told."""
    row = locked_slot(slot)
    cancel_locked(row, by.user)
    return row


def locked_slot(slot: Slot) -> Slot:
    """Locked after its engagement, as everything of a request is."""
    engagement = locked_engagement(slot.meeting.engagement)
    row = Slot.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=slot.pk)
    row.meeting.engagement = engagement
    return row


def _replace_others(slot: Slot) -> bool:
    """Whether one of them had been agreed, so that this is a change."""
    others = slot.meeting.slots.exclude(pk=slot.pk).select_related("meeting")
    was_agreed = False
    for one in others.filter(status__in=[SlotStatus.PROPOSED, SlotStatus.AGREED]):
        was_agreed = was_agreed or one.status == SlotStatus.AGREED
        STEPS.take_step("replace", one, Automatic())
    return was_agreed


def _answer(slot: Slot, by: Speaker, accepts: bool) -> None:
    """The last word of a side; undone with the transaction where the step is refused."""
    values = {"accepts": accepts, "by": by.user, **heard(by.on_behalf)}
    SlotAnswer.objects.update_or_create(slot=slot, side=by.side, defaults=values)


def _tell_recorded(slot: Slot, by: Speaker, accepts: bool) -> None:
    """To the side for which an officer recorded what it says of a date."""
    engagement = slot.meeting.engagement
    engaged = by.side == Feedback.Side.EXPERT
    tell_recorded(
        of=slot,
        request=engagement.request,
        whose=engagement.expert if engaged else engagement.request.institution,
        readers=side_of(engagement, by.side),
        said=lambda reader: (
            f"{told_of(slot, reader_of(reader.address).zone)} – "
            + (_("accepted") if accepts else _("declined"))
        ),
        on_behalf=by.on_behalf,
    )
