"""The lifecycle of a proposal: every step there is, and what must hold."""

from __future__ import annotations

from django.utils.translation import gettext as _

from backend.common.names import joined
from backend.common.transitions import Step, Table
from backend.programmes.eligibility import blocking, check_now, instant_of, undecided
from backend.programmes.models import WRITABLE, Channel, Proposal, ProposalStatus, Stage
from backend.programmes.rules.saying import instant, on_both_clocks
from backend.programmes.selectors.dossier import closes_at

SUBMIT, HANDLE = "programmes.submit_proposal", "programmes.handle_proposal"
S = ProposalStatus
WITH_SECRETARIAT = frozenset({S.HANDED_IN, S.CHECKED, S.SENT})
UNDECIDED = frozenset({*WITH_SECRETARIAT, S.SUBMITTED, S.IN_REVIEW})


def call_is_open(proposal: Proposal) -> str:
    """By the database's clock, in the transaction of the step: all see the same instant.

    The time is told in the call's zone and in the current one, that of whoever asks.
    """
    call, at = proposal.call, instant_of(proposal)
    until = closes_at(call, proposal.stage)
    if at < call.opens_at:
        return _("The call opens on %(at)s.") % {"at": on_both_clocks(call.opens_at, call.zone)}
    if until is None:
        return _("The call names no deadline for this stage.")
    if at >= until:
        return _("The call closed on %(at)s: what comes later is not taken.") % {
            "at": on_both_clocks(until, call.zone)
        }
    return ""


def deadline(proposal: Proposal) -> str:
    """Of the stage that it is at, in the zone of the call; a dash where none is named."""
    until = closes_at(proposal.call, proposal.stage)
    return instant(until, proposal.call.zone) if until else "–"


def no_rule_is_broken(proposal: Proposal) -> str:
    """No rule that stops a submission."""
    stopping = blocking(check_now(proposal).results)
    return " ".join(f"{one.title}: {one.evidence} {one.fix}".strip() for one in stopping)


def all_is_judged(proposal: Proposal) -> str:
    """What a rule leaves to a person's judgement is judged."""
    waiting = [one.title for one in undecided(check_now(proposal).results)]
    if not waiting:
        return ""
    return _("Still to be judged: %(rules)s.") % {"rules": joined(waiting)}


def goes_through_a_mission(proposal: Proposal) -> str:
    if proposal.call.programme.channel == Channel.MISSION:
        return ""
    return _("This programme takes proposals from the secretariat, without a Permanent Mission.")


def was_sent(proposal: Proposal) -> str:
    """Who receives a proposal has it from the mission, where the programme wants one."""
    if proposal.status == S.SENT or proposal.call.programme.channel != Channel.MISSION:
        return ""
    return _("It has not been sent to the Permanent Mission yet.")


def is_a_concept(proposal: Proposal) -> str:
    if proposal.stage == Stage.CONCEPT:
        return ""
    return _("The full proposal is here already.")


def is_no_concept(proposal: Proposal) -> str:
    if proposal.stage != Stage.CONCEPT:
        return ""
    return _("This is a concept note: its writers are invited to write the full proposal first.")


STEPS = Table(
    Step("hand-in", WRITABLE, S.HANDED_IN, SUBMIT, (call_is_open, no_rule_is_broken)),
    Step("return", WITH_SECRETARIAT, S.RETURNED, HANDLE, needs_reason=True),
    Step("check", frozenset({S.HANDED_IN}), S.CHECKED, HANDLE, (all_is_judged, no_rule_is_broken)),
    Step("send", frozenset({S.CHECKED}), S.SENT, HANDLE, (goes_through_a_mission,)),
    # Submitted is what those who decide have confirmed to have, not what somebody here sent.
    Step("receive", frozenset({S.CHECKED, S.SENT}), S.SUBMITTED, HANDLE, (was_sent,)),
    Step("start-review", frozenset({S.SUBMITTED}), S.IN_REVIEW, HANDLE),
    Step("invite-full", frozenset({S.IN_REVIEW}), S.INVITED, HANDLE, (is_a_concept,)),
    Step("recommend", frozenset({S.IN_REVIEW}), S.RECOMMENDED, HANDLE, (is_no_concept,)),
    Step("not-recommend", frozenset({S.IN_REVIEW}), S.NOT_RECOMMENDED, HANDLE, needs_reason=True),
    Step("approve", frozenset({S.RECOMMENDED}), S.APPROVED, HANDLE),
    Step(
        "reject",
        frozenset({S.RECOMMENDED, S.NOT_RECOMMENDED}),
        S.REJECTED,
        HANDLE,
        needs_reason=True,
    ),
    Step("ineligible", UNDECIDED, S.INELIGIBLE, HANDLE, needs_reason=True),
    Step("withdraw", WRITABLE | UNDECIDED | {S.RECOMMENDED}, S.WITHDRAWN, SUBMIT),
)
# Steps of the applicant: an officer who takes one records it for somebody else.
OF_APPLICANT = frozenset({"hand-in", "withdraw"})
# Steps that happen elsewhere: the day they have there is said, and by which letter it is known.
ELSEWHERE = frozenset({"send", "receive", "recommend", "not-recommend", "approve", "reject"})
