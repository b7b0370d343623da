"""The lifecycle of a country's letter: every step there is, and what must hold."""

from __future__ import annotations

from django.utils.translation import gettext as _

from backend.common.transitions import Step, Table
from backend.programmes.models import WRITABLE, Endorsement, EndorsementStatus, ProposalStatus

WRITE, ACCEPT = "programmes.write_endorsement", "programmes.accept_endorsement"
S = EndorsementStatus
# A letter may still be put right while the secretariat looks at the proposal.
OPEN = WRITABLE | {ProposalStatus.HANDED_IN}
# What a letter must show, by the programme's own words: the names a reader knows are the model's.
SHOWN = ("institution", "signer", "position")


def proposal_is_open(endorsement: Endorsement) -> str:
    if endorsement.proposal.status in OPEN:
        return ""
    return _("The proposal has been passed on: its letters can’t change any more.")


def has_scan(endorsement: Endorsement) -> str:
    return "" if endorsement.scan_id else _("The scan of the letter is missing.")


def says_who_signs(endorsement: Endorsement) -> str:
    named = {field.name: str(field.verbose_name) for field in endorsement._meta.concrete_fields}
    missing = [named[name] for name in SHOWN if not getattr(endorsement, name).strip()]
    if not missing:
        return ""
    return _("Still to be filled in: %(fields)s.") % {"fields": ", ".join(missing)}


def is_signed(endorsement: Endorsement) -> str:
    return "" if endorsement.is_signed else _("The letter bears no signature yet.")


STEPS = Table(
    Step("request", frozenset({S.MISSING}), S.REQUESTED, WRITE, (proposal_is_open,)),
    Step(
        "receive",
        frozenset({S.MISSING, S.REQUESTED, S.RECEIVED, S.REFUSED}),
        S.RECEIVED,
        WRITE,
        (proposal_is_open, has_scan),
    ),
    Step(
        "accept",
        frozenset({S.RECEIVED}),
        S.ACCEPTED,
        ACCEPT,
        (proposal_is_open, has_scan, says_who_signs, is_signed),
    ),
    Step(
        "refuse",
        frozenset({S.MISSING, S.REQUESTED, S.RECEIVED}),
        S.REFUSED,
        WRITE,
        (proposal_is_open,),
        needs_reason=True,
    ),
    Step(
        "ask-again",
        frozenset({S.REQUESTED, S.RECEIVED, S.ACCEPTED, S.REFUSED}),
        S.REQUESTED,
        WRITE,
        (proposal_is_open,),
        needs_reason=True,
    ),
)
