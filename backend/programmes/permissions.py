"""Who acts on programmes, ideas and proposals. Seeing is decided by ``visible_to``, acting here."""

from __future__ import annotations

import rules

from backend.accounts.models import User
from backend.directory.models import Membership
from backend.directory.permissions import officer, writes_for
from backend.directory.selectors import SPEAKING_ROLES, WRITING_ROLES, acting_for
from backend.programmes.models import (
    Endorsement,
    IdeaPartner,
    PartnerStatus,
    Project,
    ProjectIdea,
    ProjectReport,
    Proposal,
    Review,
    Section,
)

Role = Membership.Role


@rules.predicate
def leads_idea(user: User, idea: ProjectIdea | None) -> bool:
    """An owner or editor of the institution whose idea it is."""
    return idea is not None and writes_for(user, idea.institution)


@rules.predicate
def is_asked_to_join(user: User, partner: IdeaPartner | None) -> bool:
    """Who speaks for the institution that is asked."""
    if partner is None:
        return False
    return acting_for(user, *SPEAKING_ROLES).filter(pk=partner.institution_id).exists()


@rules.predicate
def leads_its_idea(user: User, partner: IdeaPartner | None) -> bool:
    return partner is not None and bool(leads_idea(user, partner.idea))


@rules.predicate
def takes_part_in_idea(user: User, idea: ProjectIdea | None) -> bool:
    """Owner, editor or approver of the institution whose idea it is, or of one that has joined."""
    if idea is None:
        return False
    own = acting_for(user, Role.OWNER, Role.EDITOR, Role.APPROVER)
    if own.filter(pk=idea.institution_id).exists():
        return True
    return idea.partners.filter(institution__in=own, status=PartnerStatus.JOINED).exists()


@rules.predicate
def writes_proposal(user: User, proposal: Proposal | None) -> bool:
    """An owner or editor of the applicant, or of a partner that takes part."""
    if proposal is None:
        return False
    own = acting_for(user, *WRITING_ROLES)
    if own.filter(pk=proposal.institution_id).exists():
        return True
    return proposal.partners.filter(institution__in=own, left_at__isnull=True).exists()


@rules.predicate
def decides_on_proposal(user: User, proposal: Proposal | None) -> bool:
    """An owner or approver of the applicant."""
    if proposal is None:
        return False
    return acting_for(user, *SPEAKING_ROLES).filter(pk=proposal.institution_id).exists()


@rules.predicate
def leads_proposal(user: User, proposal: Proposal | None) -> bool:
    """An owner or editor of the applicant."""
    return proposal is not None and writes_for(user, proposal.institution)


@rules.predicate
def writes_section(user: User, section: Section | None) -> bool:
    """Who writes for the partner that has taken it on; else whoever takes part may."""
    if section is None:
        return False
    if section.writer_id is None:
        return bool(writes_proposal(user, section.proposal))
    return acting_for(user, *WRITING_ROLES).filter(pk=section.writer_id).exists()


@rules.predicate
def writes_its_proposal(user: User, endorsement: Endorsement | None) -> bool:
    return endorsement is not None and bool(writes_proposal(user, endorsement.proposal))


@rules.predicate
def leads_its_proposal(user: User, endorsement: Endorsement | None) -> bool:
    return endorsement is not None and bool(leads_proposal(user, endorsement.proposal))


@rules.predicate
def takes_part(user: User, proposal: Proposal | None) -> bool:
    """Owner, editor or approver of the applicant, or of a partner that takes part."""
    if proposal is None:
        return False
    own = acting_for(user, Role.OWNER, Role.EDITOR, Role.APPROVER)
    if own.filter(pk=proposal.institution_id).exists():
        return True
    return proposal.partners.filter(institution__in=own, left_at__isnull=True).exists()


rules.add_perm("programmes.run_programme", officer)
rules.add_perm("programmes.write_idea", officer | leads_idea)
rules.add_perm("programmes.answer_idea", officer | is_asked_to_join)
rules.add_perm("programmes.lead_joining", officer | leads_its_idea)
rules.add_perm("programmes.speak_on_idea", officer | takes_part_in_idea)
rules.add_perm("programmes.write_proposal", officer | writes_proposal)
rules.add_perm("programmes.lead_proposal", officer | leads_proposal)
rules.add_perm("programmes.submit_proposal", officer | decides_on_proposal)
rules.add_perm("programmes.handle_proposal", officer)
rules.add_perm("programmes.speak_on_proposal", officer | takes_part)
rules.add_perm("programmes.write_section", officer | writes_section)
rules.add_perm("programmes.write_endorsement", officer | writes_its_proposal)
rules.add_perm("programmes.accept_endorsement", officer | leads_its_proposal)


@rules.predicate
def is_its_reviewer(user: User, review: Review | None) -> bool:
    """Whose review it is, and nobody else's: an officer writes in nobody's name."""
    return review is not None and user.is_authenticated and review.reviewer.user_id == user.pk


@rules.predicate
def works_on_project(user: User, row: Project | ProjectReport | None) -> bool:
    """An owner or editor of the applicant, or of a partner that takes part."""
    return row is not None and bool(writes_proposal(user, _proposal_of(row)))


@rules.predicate
def answers_for_project(user: User, row: Project | ProjectReport | None) -> bool:
    """An owner or approver of the applicant."""
    return row is not None and bool(decides_on_proposal(user, _proposal_of(row)))


def _proposal_of(row: Project | ProjectReport) -> Proposal:
    project = row.project if isinstance(row, ProjectReport) else row
    return project.proposal


rules.add_perm("programmes.run_review", officer)
rules.add_perm("programmes.handle_review", officer)
# Not of "programmes", of which officers have all: nobody writes in a reviewer's name.
rules.add_perm("reviewing.write_review", is_its_reviewer)
rules.add_perm("programmes.run_project", officer)
rules.add_perm("programmes.work_on_project", officer | works_on_project)
rules.add_perm("programmes.hand_in_report", officer | answers_for_project)
rules.add_perm("programmes.judge_report", officer)
