"""Writes of the conflicts app."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.common.errors import Conflict
from backend.conflicts.models import DeclaredRelation, Waiver
from backend.conflicts.selectors import findings
from backend.directory.models import Institution, Profile


@transaction.atomic
def waive(*, candidate: Profile, partner: Institution, key: str, reason: str, by: User) -> Waiver:
    """Says openly that a mild finding does not stand in the way.

    Raises ``Conflict`` where there is no such finding any more, or it is not a mild one.
    """
    found = next((one for one in findings(candidate, partner) if one.key == key), None)
    if found is None:
        raise Conflict(_("This is not found any more. Look again."), code="no_such_finding")
    if not found.may_be_waived:
        raise Conflict(_("This can't be waived: it stands in the way."), code="not_waivable")
    waiver, _made = Waiver.objects.get_or_create(
        profile=candidate, institution=partner, key=key, defaults={"reason": reason, "by": by}
    )
    return waiver


def follow_merge(*, dropped: Profile, kept: Profile, **_signal: Any) -> None:
    """What was declared about a profile that was merged is about the one that stayed.

    Waivers stay behind: what they were about may look otherwise now.
    """
    for side in ("profile", "institution"):
        if side == "profile" or kept.kind == Profile.Kind.INSTITUTION:
            DeclaredRelation.objects.filter(**{side: dropped.pk}).update(**{side: kept.pk})
