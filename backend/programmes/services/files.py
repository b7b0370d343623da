"""Files of a proposal: attachments that the programme asks for, and others."""

from __future__ import annotations

from django.db import transaction

from backend.accounts.models import User
from backend.files.models import StoredFile
from backend.files.services import attach, remove
from backend.programmes.models import Proposal, ProposalFile
from backend.programmes.services.guards import check_writable


@transaction.atomic
def add_file(
    *, proposal: Proposal, file: StoredFile, by: User, kind: str = "other", is_signed: bool = False
) -> ProposalFile:
    """To a locked proposal. Raises ``Conflict`` once it is handed in, or the file is taken."""
    check_writable(proposal)
    (taken,) = attach(files=[file], by=by)
    return ProposalFile.objects.create(
        proposal=proposal, file=taken, kind=kind, is_signed=is_signed, by=by
    )


@transaction.atomic
def remove_file(*, proposal: Proposal, row: ProposalFile) -> None:
    """From a locked proposal."""
    check_writable(proposal)
    file = row.file
    row.delete()
    remove(file=file)
