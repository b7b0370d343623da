"""Asking institutions to nominate or to release; what becomes of it by the time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from backend.accounts.models import User
from backend.common.errors import Conflict
from backend.common.on_behalf import OnBehalf
from backend.common.transitions import Automatic, Person
from backend.conflicts.selectors import open_findings
from backend.consultations.models import (
    ASKING,
    ConsultationRequest,
    Kind,
    Nomination,
    NominationStatus,
    Nominee,
    ShortlistEntry,
    Status,
)
from backend.consultations.selectors import proposed
from backend.consultations.services.clocks import usual_end
from backend.consultations.services.invitations import Asking
from backend.consultations.services.moving import locked_request
from backend.consultations.services.nomination_letters import (
    no_nomination_letter,
    nomination_letter,
    reminder_of_nomination,
    tell_officer,
    write_to_focal_points,
)
from backend.consultations.services.nomination_steps import locked_nomination, record
from backend.directory.models import Institution
from backend.directory.selectors import current_affiliations

REMINDED = timedelta(days=2)  # before the end of the time for an answer, once


class CannotNominate(Conflict):
    """The institution can't be asked now; the message says why."""

    default_code = "cannot_nominate"


@transaction.atomic
def ask_nomination(
    *,
    request: ConsultationRequest,
    institution: Institution,
    clear: Sequence[ShortlistEntry],
    by: User,
    asking: Asking,
) -> Nomination:
    """Asks whom it proposes, and whether it releases those of ``clear``. Raises ``Conflict``."""
    request = locked_request(request)
    if request.status not in (Status.SHORTLISTED, Status.INVITING):
        raise CannotNominate(_("The shortlist must be released first, and the request be open."))
    if why := _in_the_way(request, institution, clear):
        raise CannotNominate(why)
    nomination = Nomination.objects.create(
        request=request,
        institution=institution,
        asked_by=by,
        message=asking.message,
        answer_by=asking.answer_by or usual_end(Kind.NOMINATION),
    )
    for entry in clear:
        Nominee.objects.create(nomination=nomination, expert_id=entry.profile_id, entry=entry)
    write_to_focal_points(nomination, nomination_letter)
    return nomination


def _in_the_way(
    request: ConsultationRequest, institution: Institution, clear: Sequence[ShortlistEntry]
) -> str:
    released = proposed(request).filter(released_at__isnull=False)
    if not clear and not released.filter(profile=institution.pk).exists():
        return _("The institution is not on the released shortlist, and nobody is to be released.")
    waiting = request.nominations.filter(institution=institution, status=NominationStatus.SENT)
    if waiting.exists():
        return _("The institution is asked already.")
    there = current_affiliations().filter(institution=institution).values("expert")
    theirs = set(released.filter(profile__in=there).values_list("pk", flat=True))
    if others := [one.profile.name for one in clear if one.pk not in theirs]:
        told = _("Not on the released shortlist, or not of this institution: %(names)s.")
        return told % {"names": ", ".join(others)}
    found = [] if clear else open_findings(institution, request.institution)
    if found:
        kinds = ", ".join(dict.fromkeys(str(one.kind.label) for one in found))
        return _("conflict of interest (%(kinds)s)") % {"kinds": kinds}
    return ""


@transaction.atomic
def decline_nomination(
    *, nomination: Nomination, by: Person, reason: str, on_behalf: OnBehalf | None = None
) -> Nomination:
    """The institution names nobody. Raises as ``take_step`` does."""
    row = locked_nomination(nomination)
    record(row, "decline", by, reason, on_behalf)
    tell_officer(row, gettext_noop("%(institution)s names nobody: %(reason)s"), reason=reason)
    return row


@transaction.atomic
def withdraw_nomination(*, nomination: Nomination, by: Person) -> Nomination:
    """Takes it back, and tells the focal points."""
    row = locked_nomination(nomination)
    record(row, "withdraw", by)
    write_to_focal_points(row, no_nomination_letter)
    return row


def withdraw_open_nominations(request: ConsultationRequest) -> None:
    """All that wait for an answer: the request is over."""
    for one in request.nominations.filter(status=NominationStatus.SENT).order_by("pk"):
        withdraw_nomination(nomination=one, by=Automatic())


def expire_nominations() -> int:
    """Ends what was not answered in time, each in a transaction of its own. Says how many."""
    overdue = Nomination.objects.overdue().filter(request__status__in=ASKING).order_by("pk")
    return sum(_expire(pk) for pk in list(overdue.values_list("pk", flat=True)))


@transaction.atomic
def _expire(pk: UUID) -> bool:
    row = locked_nomination(Nomination.objects.get(pk=pk))
    if row.status != NominationStatus.SENT or row.answer_by > timezone.now():
        return False  # answered in the meantime
    record(row, "expire", Automatic())
    tell_officer(row, gettext_noop("%(institution)s has not answered in time."))
    return True


def remind_nominations() -> int:
    """One reminder for each, a while before its time is over. Says how many."""
    now = timezone.now()
    soon = Nomination.objects.filter(
        status=NominationStatus.SENT,
        reminded_at=None,
        answer_by__range=(now, now + REMINDED),
        created_at__lt=now - REMINDED / 2,
    )
    return sum(_remind(pk) for pk in list(soon.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _remind(pk: UUID) -> bool:
    row = locked_nomination(Nomination.objects.get(pk=pk))
    if row.status != NominationStatus.SENT or row.reminded_at:
        return False
    row.reminded_at = timezone.now()
    row.save(update_fields=["reminded_at", "updated_at"])
    write_to_focal_points(row, reminder_of_nomination)
    return True
