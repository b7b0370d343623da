"""Sharing a proposal with people who have no account: one file, by a link that ends."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.common.errors import Conflict
from backend.common.links import SignedLink
from backend.files.models import FileStatus
from backend.files.services import receive
from backend.programmes.models import Proposal, SharedDossier
from backend.programmes.printing import dossier_with_letters

LINK = SignedLink("shared-dossier", "dossiers of proposals")


@transaction.atomic
def share_dossier(*, proposal: Proposal, by: User, whom: str, days: int) -> SharedDossier:
    """As it stands now, open for so many days. Raises ``Conflict`` where a scan can't be read."""
    made = dossier_with_letters(proposal)
    file = receive(by=by, name=f"{proposal.title[:100]}.pdf", data=made)
    if file.status != FileStatus.READY:
        told = _("The dossier could not be made into one file: %(why)s")
        raise Conflict(told % {"why": file.get_refusal_display()}, code="not_made")
    expires_at = timezone.now() + datetime.timedelta(days=days)
    return SharedDossier.objects.create(
        proposal=proposal, file=file, by=by, whom=whom, expires_at=expires_at
    )


@transaction.atomic
def revoke(*, shared: SharedDossier) -> SharedDossier:
    """The link opens nothing any more; once is enough."""
    row = SharedDossier.objects.select_for_update().get(pk=shared.pk)
    if row.revoked_at is None:
        row.revoked_at = timezone.now()
        row.version += 1
        row.save(update_fields=["revoked_at", "version", "updated_at"])
    return row


def shared_by(token: str) -> SharedDossier | None:
    """What a link is about, whether or not it still opens; None for one that is not ours."""
    rows = SharedDossier.objects.select_related("proposal__institution", "proposal__call", "file")
    pk = LINK.row_id(token)
    return rows.filter(pk=pk).first() if pk else None
