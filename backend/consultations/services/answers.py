"""What comes of an invitation: accepted, declined, expired, or taken back."""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from backend.accounts.models import User
from backend.common.on_behalf import OnBehalf, heard
from backend.common.transitions import Automatic, Person
from backend.consultations.answering import STEPS
from backend.consultations.models import (
    ASKING,
    ConsultationRequest,
    Engagement,
    Invitation,
    InvitationPause,
    InvitationStatus,
)
from backend.consultations.services.engagements import follow
from backend.consultations.services.invitations import invite_next, record_invitations
from backend.consultations.services.letters import link_of, no_longer_letter, post, reminder_letter
from backend.consultations.services.moving import locked_request, move
from backend.consultations.services.nominee_letters import tell_not_asked, tell_of_answer
from backend.consultations.services.recipients import expert_of
from backend.consultations.services.recorded import tell_recorded
from backend.directory.models import Expert
from backend.matches.models import Outcome

REMINDED = timedelta(days=2)  # before the end of the time for an answer, once


@dataclass(frozen=True)
class Declined:
    """Why, until when somebody is busy, and what else they say."""

    reason: str
    busy_until: datetime.date | None = None
    note: str = ""


@transaction.atomic
def accept(*, invitation: Invitation, by: Person, on_behalf: OnBehalf | None = None) -> Invitation:
    """With the attestation: available, no conflict, confidential. Raises as ``take_step`` does.

    Once as many as wanted have accepted, the request is agreed and the others need not answer.
    """
    row = locked_invitation(invitation)
    _note(row, on_behalf, attested_at=timezone.now())
    STEPS.take_step("accept", row, by)
    Engagement.objects.create(request=row.request, invitation=row, expert=row.expert)
    record_invitations([row], Outcome.Kind.ACCEPTED, _user(by))
    tell_of_answer(row)
    _tell_recorded(row, on_behalf)
    if row.request.invitations.standing().count() >= row.request.experts_wanted:
        agreed = move(request=row.request, step="agree", by=None)
        withdraw_open(agreed)
        follow(agreed)  # one who takes another’s place may come while the rest is at work
    return row


@transaction.atomic
def decline(
    *, invitation: Invitation, by: Person, said: Declined, on_behalf: OnBehalf | None = None
) -> Invitation:
    """Raises as ``take_step`` does. The next is invited where that was wanted."""
    row = locked_invitation(invitation)
    _note(row, on_behalf, **asdict(said))
    STEPS.take_step("decline", row, by)
    record_invitations([row], Outcome.Kind.DECLINED, _user(by), reason=said.reason)
    tell_of_answer(row)
    _tell_recorded(row, on_behalf)
    invite_next(row)
    return row


@transaction.atomic
def withdraw(*, invitation: Invitation, by: Person) -> Invitation:
    """Takes it back, and tells the expert."""
    row = locked_invitation(invitation)
    STEPS.take_step("withdraw", row, by)
    post(no_longer_letter(row), row)
    tell_of_answer(row)
    return row


def withdraw_open(request: ConsultationRequest) -> None:
    """All that wait for an answer: the places are taken, or the request is over."""
    for one in request.invitations.filter(status=InvitationStatus.SENT).order_by("pk"):
        withdraw(invitation=one, by=Automatic())
    tell_not_asked(request)


@transaction.atomic
def pause(*, expert: Expert) -> None:
    """No more invitations until the expert lifts it; what is open stays to be answered."""
    InvitationPause.objects.get_or_create(expert=expert)


@transaction.atomic
def resume(*, expert: Expert) -> None:
    InvitationPause.objects.filter(expert=expert).delete()


def wanting_invitations(experts: QuerySet[Expert]) -> QuerySet[Expert]:
    """Without those who paused everything: no other letter is written to them unasked either."""
    return experts.exclude(pk__in=InvitationPause.objects.values("expert"))


def expire_overdue() -> int:
    """Ends what was not answered in time, each in a transaction of its own. Says how many."""
    overdue = Invitation.objects.overdue().filter(request__status__in=ASKING)
    return sum(_expire(pk) for pk in list(overdue.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _expire(pk) -> bool:
    row = locked_invitation(Invitation.objects.get(pk=pk))
    if row.status != InvitationStatus.SENT or row.answer_by > timezone.now():
        return False  # answered, or given more time, in the meantime
    STEPS.take_step("expire", row, Automatic())
    tell_of_answer(row)
    invite_next(row)
    return True


def remind() -> int:
    """One reminder for each, a while before its time is over. Says how many."""
    soon = Invitation.objects.filter(
        status=InvitationStatus.SENT,
        reminded_at=None,
        answer_by__lt=timezone.now() + REMINDED,
        answer_by__gt=timezone.now(),
        created_at__lt=timezone.now() - REMINDED / 2,
    )
    return sum(_remind(pk) for pk in list(soon.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _remind(pk) -> bool:
    row = locked_invitation(Invitation.objects.get(pk=pk))
    if row.status != InvitationStatus.SENT or row.reminded_at:
        return False
    _note(row, None, reminded_at=timezone.now())
    post(reminder_letter(row), row)
    return True


def _note(row: Invitation, on_behalf: OnBehalf | None, **values) -> None:
    """Sets what goes with a step; undone with the transaction where the step is refused."""
    values |= heard(on_behalf)
    if "reminded_at" not in values:
        values["answered_at"] = timezone.now()
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=[*values, "updated_at"])


def _tell_recorded(row: Invitation, on_behalf: OnBehalf | None) -> None:
    tell_recorded(
        of=row,
        request=row.request,
        whose=row.expert,
        readers=expert_of(row.expert, link_of(row)),
        said=lambda _reader: row.get_status_display(),
        on_behalf=on_behalf,
    )


def locked_invitation(invitation: Invitation) -> Invitation:
    """Locked after its request: whoever answers and whoever invites wait for each other."""
    request = locked_request(invitation.request)
    rows = Invitation.objects.select_for_update(of=("self",))
    row = rows.select_related("expert__user", "entry__match").get(pk=invitation.pk)
    row.request = request
    return row


def _user(by: Person) -> User | None:
    return by if isinstance(by, User) else None
