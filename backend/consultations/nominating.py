"""The lifecycle of a nomination and of those it names: every step there is."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from backend.common.transitions import Step, Table
from backend.consultations.models import ASKING, Nomination, NominationStatus, NomineeStatus

ANSWER, BROKER = "consultations.answer_nomination", "consultations.broker_nomination"
S, N = NominationStatus, NomineeStatus
SENT = frozenset({S.SENT})
OPEN = frozenset({S.SENT, S.ANSWERED})


def in_time(nomination: Nomination) -> str:
    """Who has answered in time may add to the answer."""
    if nomination.status != S.SENT or nomination.answer_by > timezone.now():
        return ""
    return _("The time for an answer is over. Ask the secretariat whether it is still wanted.")


def still_wanted(nomination: Nomination) -> str:
    if nomination.request.status in ASKING:
        return ""
    return _("Nobody is looked for any more.")


STEPS = Table(
    Step("propose", OPEN, S.ANSWERED, ANSWER, (in_time, still_wanted)),
    Step("release", OPEN, S.ANSWERED, ANSWER, (in_time, still_wanted)),
    Step("refuse", OPEN, S.ANSWERED, ANSWER, needs_reason=True),
    Step("decline", SENT, S.DECLINED, ANSWER, needs_reason=True),
    Step("withdraw", SENT, S.WITHDRAWN, BROKER),
    Step("expire", SENT, S.EXPIRED, BROKER, by_itself=True),
)
# One nominee, moved along with the nomination's step of the same name, which asks for the right.
OF_NOMINEE = Table(
    Step("release", frozenset({N.ASKED, N.REFUSED}), N.RELEASED, ANSWER),
    Step("refuse", frozenset({N.ASKED, N.PROPOSED, N.RELEASED}), N.REFUSED, ANSWER),
)
