"""Who may write needs: the owners and editors of the institution, and the secretariat."""

from __future__ import annotations

import rules

from backend.accounts.models import User
from backend.directory.permissions import officer, writes_for
from backend.needs.models import Need


@rules.predicate
def writes_for_its_institution(user: User, need: Need | None) -> bool:
    return need is not None and writes_for(user, need.institution)


rules.add_perm("needs.add_need_for", officer | writes_for)
rules.add_perm("needs.change_need", officer | writes_for_its_institution)
rules.add_perm("needs.rank_need", officer | writes_for_its_institution)
