"""The lifecycles of a round of reviews and of one review: every step, and what must hold."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from backend.common.transitions import Step, Table
from backend.programmes.models import (
    UNDER_WAY,
    Review,
    ReviewRound,
    ReviewStatus,
    RoundStatus,
)

RUN, WRITE, HANDLE = (
    "programmes.run_review",
    "reviewing.write_review",
    "programmes.handle_review",
)
R, S = RoundStatus, ReviewStatus
RUNNING = frozenset({R.OPEN, R.DISCUSSING})  # reviews are written and handed in


def has_a_sheet(round: ReviewRound) -> str:
    if round.call.programme.criteria.filter(stage=round.stage).exists():
        return ""
    return _("The programme has no score sheet for this stage yet.")


def has_reviews(round: ReviewRound) -> str:
    if round.reviews.filter(status=S.PROPOSED).exists():
        return ""
    return _("Nobody has been chosen to review anything yet.")


def is_due_later(round: ReviewRound) -> str:
    if round.due_at > timezone.now():
        return ""
    return _("The day by which reviews are due is past: choose a later one.")


def something_is_handed_in(round: ReviewRound) -> str:
    if round.reviews.handed_in().exists():
        return ""
    return _("No review has been handed in yet.")


def nobody_is_writing(round: ReviewRound) -> str:
    if not round.reviews.under_way().exists():
        return ""
    return _("Some reviews are still being written: wait for them, or take them back.")


def round_is_running(review: Review) -> str:
    if review.round.status in RUNNING:
        return ""
    return _("The round of reviews is not open.")


def every_mark_is_given(review: Review) -> str:
    """Names what is missing, as the reviewer reads it."""
    sheet = review.round.call.programme.criteria.filter(stage=review.round.stage)
    given = review.scores.filter(value__isnull=False).values_list("criterion", flat=True)
    missing = [one.name for one in sheet.exclude(pk__in=given)]
    if not missing:
        return ""
    return _("Marks still to be given: %(criteria)s.") % {"criteria": ", ".join(missing)}


ROUND_STEPS = Table(
    Step(
        "open",
        frozenset({R.PREPARING}),
        R.OPEN,
        RUN,
        (has_a_sheet, has_reviews, is_due_later),
    ),
    Step("discuss", frozenset({R.OPEN}), R.DISCUSSING, RUN, (something_is_handed_in,)),
    Step("close", RUNNING, R.CLOSED, RUN, (nobody_is_writing,)),
    Step("reopen", frozenset({R.CLOSED}), R.DISCUSSING, RUN, needs_reason=True),
)
REVIEW_STEPS = Table(
    Step("assign", frozenset({S.PROPOSED}), S.ASSIGNED, HANDLE, by_itself=True),
    # Whether something ties the reviewer to it is said before its text is shown.
    Step("declare-none", frozenset({S.ASSIGNED}), S.WRITING, WRITE, (round_is_running,)),
    Step("declare-conflict", frozenset(UNDER_WAY), S.CONFLICT, WRITE, needs_reason=True),
    Step("decline", frozenset(UNDER_WAY), S.DECLINED, WRITE, needs_reason=True),
    Step(
        "hand-in",
        frozenset({S.WRITING}),
        S.HANDED_IN,
        WRITE,
        (round_is_running, every_mark_is_given),
    ),
    Step(
        "reopen",
        frozenset({S.HANDED_IN}),
        S.WRITING,
        HANDLE,
        (round_is_running,),
        needs_reason=True,
    ),
    Step("withdraw", frozenset({S.PROPOSED, *UNDER_WAY}), S.WITHDRAWN, HANDLE),
)
# After these somebody else is asked.
REPLACED = frozenset({"declare-conflict", "decline", "withdraw"})
