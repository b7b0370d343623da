"""What no change of a proposal does without."""

from __future__ import annotations

from django.utils.translation import gettext as _

from backend.common.errors import Conflict
from backend.programmes.models import WRITABLE, Proposal


def check_writable(proposal: Proposal) -> None:
    """Of a locked proposal. Raises ``Conflict`` once it is out of its writers' hands."""
    if proposal.status not in WRITABLE:
        raise Conflict(
            _("It has been handed in: what it says can be changed again once it is returned."),
            code="not_writable",
        )
