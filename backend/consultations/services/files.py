"""Files with the terms of reference, and with what is delivered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.common.errors import Conflict
from backend.consultations.models import (
    OVER,
    ConsultationRequest,
    Deliverable,
    DeliverableFile,
    RequestFile,
)
from backend.consultations.services.requests import WRITABLE
from backend.directory.selectors import is_secretariat
from backend.discussion.models import Visibility
from backend.files.models import StoredFile
from backend.files.services import attach, remove

USUALLY: dict[Any, str] = {
    RequestFile.Kind.LETTER: Visibility.PARTNER,
    RequestFile.Kind.ANNEX: Visibility.ALL,
    RequestFile.Kind.OTHER: Visibility.PARTNER,
}


@transaction.atomic
def add_request_file(
    *, request: ConsultationRequest, file: StoredFile, by: User, kind: str, visibility: str = ""
) -> RequestFile:
    """To a locked request. Raises ``Conflict`` once it is over, or where the file is taken."""
    if request.status in OVER:
        raise Conflict(_("The request is over: nothing is added to it."), code="over")
    (taken,) = attach(files=[file], by=by)
    seen = visibility or USUALLY[kind]
    return RequestFile.objects.create(
        request=request, file=taken, kind=kind, visibility=seen, by=by
    )


@transaction.atomic
def remove_request_file(*, request: ConsultationRequest, row: RequestFile, by: User) -> None:
    """From a locked request. Raises ``Conflict`` once others may have relied on it."""
    own = is_secretariat(by) and row.visibility == Visibility.INTERNAL
    if request.status not in WRITABLE and not own:
        raise Conflict(
            _("It has been sent: files can be removed again once it is returned."),
            code="not_writable",
        )
    file = row.file
    row.delete()
    remove(file=file)


def add_deliverable_files(
    *, deliverable: Deliverable, files: Sequence[StoredFile], by: User
) -> None:
    """In the transaction that hands it in."""
    if files:
        DeliverableFile.objects.bulk_create(
            DeliverableFile(deliverable=deliverable, file=file)
            for file in attach(files=files, by=by)
        )
