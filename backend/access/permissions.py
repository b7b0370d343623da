"""Who lets organisations in, and who looks after their members."""

from __future__ import annotations

import rules

from backend.access.models import MemberInvitation
from backend.accounts.models import User
from backend.directory.models import Institution
from backend.directory.permissions import officer, owns
from backend.directory.selectors import acting_for


@rules.predicate
def acts_there(user: User, institution: Institution | None) -> bool:
    """A member of the institution, in any role."""
    return institution is not None and acting_for(user).filter(pk=institution.pk).exists()


rules.add_perm("access.decide_access", officer)
rules.add_perm("access.see_members", officer | acts_there)
rules.add_perm("access.manage_members", officer | owns)


@rules.predicate
def manages_its_institution(user: User, invitation: MemberInvitation | None) -> bool:
    return invitation is not None and owns(user, invitation.institution)


rules.add_perm("access.manage_invitation", officer | manages_its_institution)
