"""The lifecycle of an institution's part in an idea, and of the idea: every step there is."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from backend.common.transitions import Step, Table
from backend.programmes.models import IdeaPartner, IdeaStatus, PartnerStatus

ANSWER, LEAD, WRITE = "programmes.answer_idea", "programmes.lead_joining", "programmes.write_idea"
S = PartnerStatus
INVITED, JOINED = frozenset({S.INVITED}), frozenset({S.JOINED})
OF_PARTNER = frozenset({"accept", "decline", "leave"})  # an officer records them for it


def in_time(partner: IdeaPartner) -> str:
    if partner.answer_by is None or partner.answer_by > timezone.now():
        return ""
    return _("The time for an answer is over. Ask whose idea it is whether you are still wanted.")


def still_open(partner: IdeaPartner) -> str:
    if partner.idea.status == IdeaStatus.OPEN:
        return ""
    return _("The idea is open to partners no more.")


STEPS = Table(
    Step("accept", INVITED, S.JOINED, ANSWER, (in_time, still_open)),
    Step("decline", INVITED, S.DECLINED, ANSWER),
    Step("leave", JOINED, S.LEFT, ANSWER, needs_reason=True),
    Step("withdraw", INVITED, S.WITHDRAWN, LEAD),
    Step("expire", INVITED, S.EXPIRED, LEAD, by_itself=True),
)
OF_IDEA = Table(Step("withdraw", frozenset({IdeaStatus.OPEN}), IdeaStatus.WITHDRAWN, WRITE))
