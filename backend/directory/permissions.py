"""Who may do what in the directory. Seeing is decided by ``visible_to``, acting here."""

from __future__ import annotations

import rules
from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied

from backend.accounts.models import User
from backend.directory.models import (
    Delegate,
    Erasure,
    Expert,
    Institution,
    Membership,
    Passage,
    Profile,
    Proposal,
)
from backend.directory.selectors import WRITING_ROLES, acting_for, is_secretariat

officer = rules.predicate(is_secretariat)


@rules.predicate
def writes_for(user: User, institution: Institution | None) -> bool:
    """An owner or editor of the institution."""
    return (
        institution is not None
        and acting_for(user, *WRITING_ROLES).filter(pk=institution.pk).exists()
    )


@rules.predicate
def owns(user: User, institution: Institution | None) -> bool:
    roles = (Membership.Role.OWNER,)
    return institution is not None and acting_for(user, *roles).filter(pk=institution.pk).exists()


@rules.predicate
def is_this_expert(user: User, expert: Expert | None) -> bool:
    return expert is not None and user.is_authenticated and expert.user_id == user.pk


@rules.predicate
def is_delegate(user: User, expert: Expert | None) -> bool:
    """May edit and draft for the expert; see ``refuse_delegates`` for what only the expert can."""
    return (
        expert is not None
        and user.is_authenticated
        and Delegate.objects.in_force().filter(expert=expert, user=user).exists()
    )


@rules.predicate
def proposed_to_own(user: User, proposal: Proposal | None) -> bool:
    """What is proposed for the own profile, or for that of whom one is the delegate."""
    if proposal is None:
        return False
    expert = proposal.source.expert
    return is_this_expert(user, expert) or is_delegate(user, expert)


@rules.predicate
def is_of_own_delegation(user: User, delegate: Delegate | None) -> bool:
    """Whoever gave it, and whoever has it."""
    if delegate is None or not user.is_authenticated:
        return False
    return user.pk in (delegate.user_id, delegate.expert.user_id)


@rules.predicate
def is_of_own_data(user: User, erasure: Erasure | None) -> bool:
    return erasure is not None and user.is_authenticated and erasure.user_id == user.pk


def refuse_delegates(user: User, expert: Expert) -> None:
    """For what is decided or signed. Raises PermissionDenied, which says who can."""
    if not is_this_expert(user, expert) and is_delegate(user, expert):
        raise PermissionDenied(
            _("Only the expert can do this. A delegate edits the profile, and sees invitations.")
        )


@rules.predicate
def confirms_its_own(user: User, profile: Profile | None) -> bool:
    """What an institution says of itself is confirmed by it; an expert's evidence is not."""
    return isinstance(profile, Institution) and writes_for(user, profile)


@rules.predicate
def speaks_for_its_profile(user: User, passage: Passage | None) -> bool:
    """The expert whose evidence it is, or an owner or editor of the institution."""
    if passage is None:
        return False
    if passage.profile.kind == Profile.Kind.EXPERT:
        return is_this_expert(user, passage.profile.expert)
    return writes_for(user, passage.profile.institution)


rules.add_perm("directory.write_gist", officer | speaks_for_its_profile)
rules.add_perm("directory.add_institution", officer)
rules.add_perm("directory.change_institution", officer | writes_for)
rules.add_perm("directory.admit_institution", officer)
rules.add_perm("directory.withdraw_institution", officer | owns)
rules.add_perm("directory.decide_clearance", officer | owns)
rules.add_perm("directory.add_expert", officer)
rules.add_perm("directory.change_expert", officer | is_this_expert | is_delegate)
rules.add_perm("directory.confirm_expert", officer | is_this_expert)
rules.add_perm("directory.name_delegates", officer | is_this_expert)
rules.add_perm("directory.end_delegation", officer | is_of_own_delegation)
rules.add_perm("directory.erase_expert", officer)
rules.add_perm("directory.answer_erasure", officer | is_of_own_data)
rules.add_perm("directory.decide_proposal", officer | proposed_to_own)
rules.add_perm("directory.invite_expert", officer)
rules.add_perm("directory.withdraw_expert", officer | is_this_expert)
rules.add_perm("directory.confirm_evidence", officer | confirms_its_own)
rules.add_perm("directory.document_evidence", officer)
