"""Who reads and writes what about a proposal among its reviewers.

Reviewers who have handed in, and officers (``experts``); officers alone (``internal``). Nobody
reads it who has not handed in, so that reviews are independent, and no applicant ever does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backend.directory.selectors import is_secretariat
from backend.discussion.circles import Circle
from backend.discussion.models import Side, Visibility
from backend.programmes.models import Review, ReviewThread, RoundStatus
from backend.programmes.selectors.reviews import sits_on_panel

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from backend.accounts.models import User


def circle_of_review(user: User | AnonymousUser, review: Review) -> Circle:
    """For whoever may see the review. Who is not on the panel yet reads and writes nothing."""
    found = ReviewThread.objects.select_related("thread")
    joined = found.filter(round=review.round_id, proposal=review.proposal_id).first()
    thread = joined.thread if joined else None
    if is_secretariat(user):
        both = (str(Visibility.INTERNAL), str(Visibility.EXPERTS))
        return Circle(Side.SECRETARIAT, frozenset(both), both, thread)
    reads = (str(Visibility.EXPERTS),) if sits_on_panel(user, review) else ()
    writes = reads if review.round.status == RoundStatus.DISCUSSING else ()
    return Circle(Side.EXPERT, frozenset(reads), writes, thread)
