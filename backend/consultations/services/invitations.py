"""Inviting experts of a released shortlist: never above their limits, never over a conflict."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.common.errors import Conflict
from backend.conflicts.selectors import open_findings
from backend.consultations.clearing import uncleared
from backend.consultations.models import (
    ConsultationRequest,
    Invitation,
    InvitationStatus,
    Kind,
    ShortlistEntry,
    Status,
)
from backend.consultations.selectors import proposed
from backend.consultations.services.clocks import usual_end
from backend.consultations.services.letters import invitation_letter, post
from backend.consultations.services.limits import in_the_way
from backend.consultations.services.moving import locked_request, move
from backend.directory.models import Expert, Profile
from backend.matches.models import Outcome
from backend.matches.services import Happened, record_outcomes

INVITING = frozenset({Status.SHORTLISTED, Status.INVITING})


class CannotInvite(Conflict):
    """Somebody can't be invited now; the message says who and why."""

    default_code = "cannot_invite"


@dataclass(frozen=True)
class Asking:
    """How it is asked: until when (None: as the setting says), with which words, and what then."""

    answer_by: datetime.datetime | None = None
    message: str = ""
    then_next: bool = False


@transaction.atomic
def invite(
    *,
    request: ConsultationRequest,
    entries: Sequence[ShortlistEntry],
    by: User | None,
    asking: Asking | None = None,
) -> list[Invitation]:
    """Invites all of these, or nobody. Raises ``CannotInvite``.

    Experts are locked one after the other in a fixed order, so that two officers who invite at
    the same instant count one after the other, and wait for each other in no circle.
    """
    request = locked_request(request)
    if request.status not in INVITING:
        raise CannotInvite(_("The shortlist must be released first, and the request be open."))
    people = _locked_experts(entries)
    asking = asking or Asking()
    made = [_invite(request, entry, people, by, asking) for entry in entries]
    if request.status == Status.SHORTLISTED:
        move(request=request, step="invite", by=by)
    for invitation in made:
        post(invitation_letter(invitation), invitation)
    record_invitations(made, Outcome.Kind.INVITED, by)
    return made


def draft(request: ConsultationRequest, entry: ShortlistEntry, asking: Asking) -> Invitation:
    """An invitation as it would be, not kept: to show what will be sent."""
    expert = Expert.objects.select_related("user").get(pk=entry.profile_id)
    return _unsaved(request, entry, expert, None, asking)


def invite_next(invitation: Invitation) -> None:
    """Where one came to nothing and the next is wanted: the first of the list who can be asked."""
    request = locked_request(invitation.request)
    if not invitation.then_next or request.status != Status.INVITING:
        return
    waiting_for = request.invitations.filter(status=InvitationStatus.SENT).count()
    if waiting_for + request.invitations.standing().count() >= request.experts_wanted:
        return
    asked = request.invitations.values("expert")
    waiting = proposed(request).filter(released_at__isnull=False).exclude(profile__in=asked)
    asking = Asking(message=invitation.message, then_next=True)
    for entry in waiting.filter(profile__kind=Profile.Kind.EXPERT):
        try:
            invite(request=request, entries=[entry], by=invitation.invited_by, asking=asking)
        except CannotInvite:
            continue
        return


def record_invitations(
    invitations: Sequence[Invitation], kind: str, by: User | None, reason: str = ""
) -> None:
    """What the ranker learns from, for those whom a ranking had."""
    happened = [
        Happened(one.entry.match.run_id, one.expert_id, kind, reason=reason)
        for one in invitations
        if one.entry.match
    ]
    record_outcomes(happened=happened, by=by)


def _invite(
    request: ConsultationRequest,
    entry: ShortlistEntry,
    people: dict,
    by: User | None,
    asking: Asking,
) -> Invitation:
    expert = people.get(entry.profile_id)
    if expert is None:
        raise CannotInvite(_("Experts are invited; an institution is asked for a nomination."))
    if why := _refused(request, entry, expert):
        told = _("%(name)s can't be invited: %(why)s.") % {"name": expert.name, "why": why}
        raise CannotInvite(told)
    invitation = _unsaved(request, entry, expert, by, asking)
    invitation.save(force_insert=True)
    return invitation


def _refused(request: ConsultationRequest, entry: ShortlistEntry, expert: Expert) -> str:
    if entry.left_out or entry.released_at is None:
        return _("not on the released shortlist")
    if not expert.is_listed:
        return _("is not listed: has not consented, or was withdrawn")
    asked = request.invitations.filter(expert=expert)
    if asked.open().exists():
        return _("is invited already")
    if asked.filter(status=InvitationStatus.ACCEPTED).exists():
        return _("has taken on this request before")
    if found := open_findings(expert, request.institution):
        kinds = ", ".join(dict.fromkeys(str(one.kind.label) for one in found))
        return _("conflict of interest (%(kinds)s)") % {"kinds": kinds}
    return uncleared(request, expert) or in_the_way(expert, request)


def _unsaved(
    request: ConsultationRequest,
    entry: ShortlistEntry,
    expert: Expert,
    by: User | None,
    asking: Asking,
) -> Invitation:
    return Invitation(
        request=request,
        entry=entry,
        expert=expert,
        invited_by=by,
        answer_by=asking.answer_by or usual_end(Kind.EXPERT_ANSWER),
        message=asking.message,
        then_next=asking.then_next,
    )


def _locked_experts(entries: Sequence[ShortlistEntry]) -> dict:
    rows = Expert.objects.select_for_update(of=("self",)).select_related("user").order_by("pk")
    return {one.pk: one for one in rows.filter(pk__in=[entry.profile_id for entry in entries])}
