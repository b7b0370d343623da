"""Letters that do not come are reminded of, on working days, those who write the proposal."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from backend.codelists.models import WorkingCalendar
from backend.programmes.models import WRITABLE, Endorsement, EndorsementStatus, Proposal
from backend.programmes.selectors.proposals import partners_of
from backend.programmes.services.letters import remind_of_letters

AWAITED = (EndorsementStatus.MISSING, EndorsementStatus.REQUESTED)
USUAL = "secretariat"  # the calendar of who has none of the own


def remind_endorsements() -> int:
    """One letter to each who writes, for each proposal with letters that are overdue.

    Each proposal in a transaction of its own: whether a sweep is killed before its commit or
    after it, nobody is reminded twice of one day. Says how many proposals.
    """
    waiting = Proposal.objects.filter(
        status__in=WRITABLE, call__closes_at__gt=Now(), endorsements__status__in=AWAITED
    )
    ids = waiting.order_by("pk").values_list("pk", flat=True).distinct()
    return sum(_remind(pk) for pk in list(ids))


@transaction.atomic
def _remind(pk: UUID) -> bool:
    """False where nothing is overdue today, or another sweep is at it."""
    rows = Proposal.objects.select_related("call__programme", "institution")
    proposal = rows.select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
    if proposal is None or proposal.status not in WRITABLE:
        return False
    calendar = calendar_of(proposal)
    if calendar is None or not (day := calendar.working_day(timezone.now())):
        return False
    late = [one for one in _awaited(proposal, day) if _is_late(one, calendar)]
    if not late:
        return False
    Endorsement.objects.filter(pk__in=[one.pk for one in late]).update(reminded_on=day)
    remind_of_letters(proposal, late)
    return True


def calendar_of(proposal: Proposal) -> WorkingCalendar | None:
    """The one of the applicant's country, where there is one; else the secretariat's."""
    codes = [proposal.institution.country_id or USUAL, USUAL]
    found = WorkingCalendar.objects.prefetch_related("holidays").in_bulk(codes)
    return next((found[code] for code in codes if code in found), None)


def _awaited(proposal: Proposal, day: datetime.date) -> QuerySet[Endorsement]:
    countries = partners_of(proposal).order_by().values("country")
    rows = proposal.endorsements.filter(status__in=AWAITED, country__in=countries)
    not_yet = Q(reminded_on=None) | Q(reminded_on__lt=day)
    return rows.filter(not_yet).select_related("country").order_by("pk")


def _is_late(row: Endorsement, calendar: WorkingCalendar) -> bool:
    """So many working days after it was asked for (or could have been), and after each reminder."""
    since = row.requested_at or row.created_at
    if row.reminded_on:
        noon = datetime.time(12, tzinfo=datetime.UTC)
        since = datetime.datetime.combine(row.reminded_on, noon)
    return calendar.due(since, settings.ENDORSEMENT_DAYS) <= timezone.now()
