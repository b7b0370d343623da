"""Who moves a request. Seeing is decided by ``visible_to``, acting here."""

from __future__ import annotations

import rules

from backend.accounts.models import User
from backend.consultations.models import (
    ConsultationRequest,
    Deliverable,
    Engagement,
    Invitation,
    Nomination,
    Nominee,
    Slot,
)
from backend.directory.models import Membership
from backend.directory.permissions import officer, writes_for
from backend.directory.selectors import SPEAKING_ROLES, acting_for

Role = Membership.Role


@rules.predicate
def writes_it(user: User, request: ConsultationRequest | None) -> bool:
    """An owner or editor of the institution that asks."""
    return request is not None and writes_for(user, request.institution)


@rules.predicate
def decides(user: User, request: ConsultationRequest | None) -> bool:
    """An owner or approver of the institution; its editors too, as long as nobody approves."""
    if request is None or not user.is_authenticated:
        return False
    roles = [Role.OWNER, Role.APPROVER]
    if not _approved_there(request):
        roles.append(Role.EDITOR)
    return acting_for(user, *roles).filter(pk=request.institution.pk).exists()


def _approved_there(request: ConsultationRequest) -> bool:
    return request.institution.memberships.filter(role=Role.APPROVER).exists()


@rules.predicate
def is_invited(user: User, invitation: Invitation | None) -> bool:
    """The expert whom it is for, once the profile is claimed."""
    return invitation is not None and user.is_authenticated and invitation.expert.user_id == user.pk


@rules.predicate
def is_engaged(user: User, engagement: Engagement | None) -> bool:
    """The expert who works on it, once the profile is claimed."""
    return engagement is not None and user.is_authenticated and engagement.expert.user_id == user.pk


@rules.predicate
def speaks_for_it(user: User, row: Nomination | Nominee | None) -> bool:
    """A focal point of the institution that is asked."""
    nomination = row.nomination if isinstance(row, Nominee) else row
    if nomination is None or not user.is_authenticated:
        return False
    return acting_for(user, *SPEAKING_ROLES).filter(pk=nomination.institution_id).exists()


@rules.predicate
def decides_on_it(user: User, engagement: Engagement | None) -> bool:
    """Whoever decides on the request for the partner judges its results."""
    return engagement is not None and decides(user, engagement.request)


@rules.predicate
def has_to_do_with_it(user: User, deliverable: Deliverable | None) -> bool:
    """Who delivered it, or judges it for the partner."""
    if deliverable is None:
        return False
    return is_engaged(user, deliverable.engagement) or decides_on_it(user, deliverable.engagement)


rules.add_perm("consultations.write_gist", officer | has_to_do_with_it)
rules.add_perm("consultations.publish_request", officer | decides)


@rules.predicate
def takes_part(user: User, row: Engagement | Slot | None) -> bool:
    """The expert, or whoever writes or decides for the partner, settles dates."""
    engagement = row.meeting.engagement if isinstance(row, Slot) else row
    if engagement is None:
        return False
    if is_engaged(user, engagement):
        return True
    return bool(writes_it(user, engagement.request) or decides(user, engagement.request))


rules.add_perm("consultations.broker_batch", officer)
rules.add_perm("consultations.broker_engagement", officer)
rules.add_perm("consultations.work_on_engagement", officer | is_engaged)
rules.add_perm("consultations.schedule_engagement", officer | takes_part)
rules.add_perm("consultations.judge_engagement", officer | decides_on_it)
rules.add_perm("consultations.end_engagement", officer | decides_on_it)
rules.add_perm("consultations.answer_invitation", officer | is_invited)
rules.add_perm("consultations.broker_invitation", officer)
rules.add_perm("consultations.answer_nomination", officer | speaks_for_it)
rules.add_perm("consultations.broker_nomination", officer)
rules.add_perm("consultations.speak_on_request", officer | writes_it | decides)
rules.add_perm("consultations.write_request", officer | writes_it)
rules.add_perm("consultations.submit_request", officer | decides)
rules.add_perm("consultations.broker_request", officer)
