"""The lifecycle of a request: every step there is."""

from __future__ import annotations

from backend.common.transitions import Step, Table
from backend.consultations.completeness import is_complete, need_is_open
from backend.consultations.models import ASKING, ConsultationRequest, Status
from backend.consultations.shortlisting import (
    all_have_delivered,
    enough_have_accepted,
    has_open_invitation,
    is_ready,
    somebody_has_accepted,
)

WRITE, SUBMIT, BROKER = (
    "consultations.write_request",
    "consultations.submit_request",
    "consultations.broker_request",
)
WITH_PARTNER = frozenset({Status.DRAFT, Status.AWAITING_APPROVAL, Status.RETURNED})
CHOOSING = frozenset({Status.BROKERING, Status.MATCHING, Status.SHORTLISTED})
BROKERED = CHOOSING | {Status.INVITING, Status.AGREED}
AT_WORK = frozenset({Status.IN_PROGRESS, Status.DELIVERED, Status.REVISION})
WITH_SECRETARIAT = frozenset({Status.SUBMITTED, Status.SUSPENDED, *BROKERED})


def before_suspension(request: ConsultationRequest) -> str:
    """Where a request stood that is taken up again."""
    return request.steps.filter(step="suspend").latest("pk").source


STEPS = Table(
    Step(
        "ask-approval",
        frozenset({Status.DRAFT, Status.RETURNED}),
        Status.AWAITING_APPROVAL,
        WRITE,
        (need_is_open, is_complete),
    ),
    Step(
        "refuse-approval",
        frozenset({Status.AWAITING_APPROVAL}),
        Status.DRAFT,
        SUBMIT,
        needs_reason=True,
    ),
    Step("submit", WITH_PARTNER, Status.SUBMITTED, SUBMIT, (need_is_open, is_complete)),
    Step("return", frozenset({Status.SUBMITTED}), Status.RETURNED, BROKER, needs_reason=True),
    Step("accept-for-brokering", frozenset({Status.SUBMITTED}), Status.BROKERING, BROKER),
    Step("reject", frozenset({Status.SUBMITTED}), Status.INELIGIBLE, BROKER, needs_reason=True),
    Step(
        "suspend",
        frozenset({Status.SUBMITTED, *BROKERED}),
        Status.SUSPENDED,
        BROKER,
        needs_reason=True,
    ),
    Step("resume", frozenset({Status.SUSPENDED}), before_suspension, BROKER),
    Step("match", BROKERED | {Status.IN_PROGRESS}, Status.MATCHING, BROKER, (need_is_open,)),
    Step("release", frozenset({Status.MATCHING}), Status.SHORTLISTED, BROKER, (is_ready,)),
    Step(
        "invite",
        frozenset({Status.SHORTLISTED}),
        Status.INVITING,
        BROKER,
        (has_open_invitation,),
        by_itself=True,
    ),
    Step(
        "agree",
        ASKING,
        Status.AGREED,
        BROKER,
        (enough_have_accepted,),
        by_itself=True,
    ),
    Step(
        "proceed",  # with fewer than were wanted: else who has agreed waits for others for ever
        frozenset({Status.MATCHING, Status.SHORTLISTED, Status.INVITING}),
        Status.AGREED,
        BROKER,
        (somebody_has_accepted,),
        needs_reason=True,
    ),
    Step("begin", frozenset({Status.AGREED}), Status.IN_PROGRESS, BROKER, by_itself=True),
    Step(
        "deliver",
        frozenset({Status.IN_PROGRESS, Status.REVISION}),
        Status.DELIVERED,
        BROKER,
        (all_have_delivered,),
        by_itself=True,
    ),
    Step("ask-revision", frozenset({Status.DELIVERED}), Status.REVISION, BROKER, by_itself=True),
    Step(
        "accept-result",
        frozenset({Status.DELIVERED}),
        Status.RESULT_ACCEPTED,
        BROKER,
        by_itself=True,
    ),
    Step("close", frozenset({Status.RESULT_ACCEPTED}), Status.CLOSED, BROKER),
    Step("no-match", CHOOSING | {Status.INVITING}, Status.NO_MATCH, BROKER, needs_reason=True),
    Step("withdraw", WITH_PARTNER | WITH_SECRETARIAT, Status.WITHDRAWN, SUBMIT),
    Step("cancel", WITH_SECRETARIAT | AT_WORK, Status.CANCELLED, BROKER, needs_reason=True),
)
# Steps of the partner: an officer who takes one records it for somebody else.
OF_PARTNER = frozenset({"ask-approval", "refuse-approval", "submit", "withdraw"})
