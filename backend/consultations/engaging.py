"""The lifecycle of an engagement: every step there is, and what must hold."""

from __future__ import annotations

from django.utils.translation import gettext as _

from backend.common.transitions import Step, Table
from backend.consultations.models import Engagement, EngagementStatus, Status

BROKER, WORK, JUDGE, END = (
    "consultations.broker_engagement",
    "consultations.work_on_engagement",
    "consultations.judge_engagement",
    "consultations.end_engagement",
)
S = EngagementStatus
# From when on both sides know how to reach each other, and talk with each other.
REACHABLE = frozenset(S) - {S.TERMS, S.ENDED}
TERMS = ("fee", "payer", "travel", "insurance", "starts_on", "ends_on")
OF_EXPERT, OF_PARTNER = (
    frozenset({"agree-terms", "deliver"}),
    frozenset({"ask-revision", "accept-result"}),
)


def terms_are_said(engagement: Engagement) -> str:
    """All but the allowance, which only who travels gets."""
    named = {field.name: str(field.verbose_name) for field in engagement._meta.concrete_fields}
    missing = [named[name] for name in TERMS if getattr(engagement, name) in (None, "")]
    if not missing:
        return ""
    return _("Still to be said: %(terms)s.") % {"terms": ", ".join(missing)}


def request_is_agreed(engagement: Engagement) -> str:
    if engagement.request.status in (Status.AGREED, Status.IN_PROGRESS):
        return ""
    return _("Not as many experts as are wanted have agreed yet.")


def has_final_report(engagement: Engagement) -> str:
    if engagement.deliverables.filter(is_final_report=True).exists():
        return ""
    return _("The final report is still to be handed in.")


STEPS = Table(
    Step("agree-terms", frozenset({S.TERMS}), S.AGREED, WORK, (terms_are_said,)),
    Step("begin", frozenset({S.AGREED}), S.IN_PROGRESS, BROKER, (request_is_agreed,)),
    Step("deliver", frozenset({S.IN_PROGRESS, S.REVISION}), S.DELIVERED, WORK, (has_final_report,)),
    Step("ask-revision", frozenset({S.DELIVERED}), S.REVISION, JUDGE, needs_reason=True),
    Step("accept-result", frozenset({S.DELIVERED}), S.ACCEPTED, JUDGE),
    Step(
        "end-with-request",
        frozenset(S) - {S.ACCEPTED, S.ENDED},
        S.ENDED,
        END,
        by_itself=True,
    ),
    Step(
        "end",
        frozenset({S.TERMS, S.AGREED, S.IN_PROGRESS, S.REVISION}),
        S.ENDED,
        BROKER,
        needs_reason=True,
    ),
)
