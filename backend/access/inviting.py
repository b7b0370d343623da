"""The lifecycle of a colleague's invitation: every step there is, and who may take it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from backend.access.models import MemberInvitation, MemberInvitationStatus
from backend.common.transitions import Step, Table

JOIN, MANAGE = "access.join_institution", "access.manage_invitation"
SENT = frozenset({MemberInvitationStatus.SENT})
AGAIN_AFTER = timedelta(days=1)


class Invited:
    """Whoever opened the signed link of an invitation: may accept this one, and nothing else."""

    def __init__(self, invitation: MemberInvitation) -> None:
        self.pk = invitation.pk

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return perm == JOIN and isinstance(obj, MemberInvitation) and obj.pk == self.pk


def in_time(invitation: MemberInvitation) -> str:
    if invitation.expires_at > timezone.now():
        return ""
    return _("This invitation has expired. Ask for it to be sent again.")


def not_just_sent(invitation: MemberInvitation) -> str:
    if invitation.sent_at <= timezone.now() - AGAIN_AFTER:
        return ""
    return _("It was sent less than a day ago. Send it again tomorrow.")


STEPS = Table(
    Step("accept", SENT, MemberInvitationStatus.ACCEPTED, JOIN, (in_time,)),
    Step("withdraw", SENT, MemberInvitationStatus.WITHDRAWN, MANAGE),
    Step("resend", SENT, MemberInvitationStatus.SENT, MANAGE, (not_just_sent,)),
)
