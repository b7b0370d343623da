"""The lifecycle of an invitation: every step there is, and who may take it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from backend.common.transitions import Step, Table
from backend.consultations.clearing import uncleared
from backend.consultations.models import ASKING, Invitation, InvitationStatus

ANSWER, BROKER = "consultations.answer_invitation", "consultations.broker_invitation"
SENT = frozenset({InvitationStatus.SENT})


class LinkHolder:
    """Whoever opened the signed link of an invitation: may answer this one, and nothing else."""

    def __init__(self, invitation: Invitation) -> None:
        self.pk = invitation.pk

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return perm == ANSWER and isinstance(obj, Invitation) and obj.pk == self.pk


def in_time(invitation: Invitation) -> str:
    if invitation.answer_by > timezone.now():
        return ""
    return _("The time for an answer is over. Ask the secretariat whether it is still wanted.")


def still_wanted(invitation: Invitation) -> str:
    if invitation.request.status in ASKING:
        return ""
    return _("Nobody is looked for any more.")


def is_released(invitation: Invitation) -> str:
    """The institution may have come to demand it, or thought better of it, since the invitation."""
    why = uncleared(invitation.request, invitation.expert)
    return f"{why}." if why else ""


STEPS = Table(
    Step("accept", SENT, InvitationStatus.ACCEPTED, ANSWER, (in_time, still_wanted, is_released)),
    Step("decline", SENT, InvitationStatus.DECLINED, ANSWER),
    Step("withdraw", SENT, InvitationStatus.WITHDRAWN, BROKER),
    Step("expire", SENT, InvitationStatus.EXPIRED, BROKER, by_itself=True),
)
