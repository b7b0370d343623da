"""What a person finds where a rule can't be decided by a machine."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.common.errors import Conflict
from backend.programmes.eligibility import Result, check_now
from backend.programmes.models import Judgement, Proposal, Severity
from backend.programmes.services.moving import locked_proposal


@transaction.atomic
def judge(
    *, proposal: Proposal, rule: str, holds: bool, reason: str, key: str, by: User
) -> Judgement:
    """Records whether a rule is kept, on the evidence that has this key.

    A warning may be overridden so, openly; what stops a submission may not. Raises ``Conflict``
    where the rule is not asked any more, stops submissions, or the evidence is another by now.
    """
    row = locked_proposal(proposal)
    found = check_now(row).line(rule)
    if found is None:
        raise Conflict(_("This rule does not hold on that day."), code="no_such_rule")
    _check(found, key)
    return Judgement.objects.create(
        proposal=row, rule=rule, holds=holds, reason=reason, evidence_key=key, by=by
    )


def _check(found: Result, key: str) -> None:
    if found.severity == Severity.BLOCKS:
        raise Conflict(
            _("This rule stops submissions: no judgement takes its place."),
            code="not_for_judgement",
        )
    if found.key != key:
        raise Conflict(
            _("The evidence has changed since you read it. Look again, and send its new key."),
            code="other_evidence",
        )
