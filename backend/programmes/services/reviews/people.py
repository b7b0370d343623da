"""Who reviews in a round."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.common.errors import Conflict
from backend.programmes.models import UNDER_WAY, Reviewer, ReviewRound, ReviewStatus, RoundStatus
from backend.programmes.services.reviews.locking import locked_round


@transaction.atomic
def add_reviewer(*, round: ReviewRound, user: User, most: int | None = None) -> Reviewer:
    """Who has left comes back. Raises ``Conflict`` for one who is there, or a closed round."""
    row = locked_round(round)
    if row.status == RoundStatus.CLOSED:
        raise Conflict(_("The round of reviews is closed."), code="closed")
    known = row.reviewers.filter(user=user).first()
    if known is None:
        return Reviewer.objects.create(round=row, user=user, most=most)
    if known.left_at is None:
        raise Conflict(_("This person reviews in the round already."), code="there")
    known.left_at, known.most = None, most
    known.version += 1
    known.save()
    return known


@transaction.atomic
def let_go(*, reviewer: Reviewer) -> None:
    """Nothing more is asked of them. Raises ``Conflict`` while they have a review under way."""
    round = locked_round(reviewer.round)
    own = round.reviews.filter(reviewer=reviewer)
    if own.filter(status__in=UNDER_WAY).exists():
        raise Conflict(
            _("Reviews of this person are under way: take them back first."), code="under_way"
        )
    own.filter(status=ReviewStatus.PROPOSED).delete()
    row = Reviewer.objects.select_for_update().get(pk=reviewer.pk)
    row.left_at = timezone.now()
    row.version += 1
    row.save(update_fields=["left_at", "version", "updated_at"])
