"""Writes of the certificates app."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.certificates.models import Certificate
from backend.common.errors import Conflict
from backend.directory.models import Expert, Institution, Profile
from backend.notifications.services import about


@transaction.atomic
def issue_certificate(
    *,
    of: Model,
    expert: Expert,
    client: Institution,
    title: str,
    language: str = "",
    starts_on: datetime.date | None = None,
    ends_on: datetime.date | None = None,
    working_days: int | None = None,
) -> Certificate:
    """Once for each row: asked again, it is the same certificate."""
    made, _new = Certificate.objects.get_or_create(
        about=about(of),
        defaults={
            "expert": expert,
            "client": client,
            "title": title[:300],
            "language": language,
            "starts_on": starts_on,
            "ends_on": ends_on,
            "working_days": working_days,
        },
    )
    return made


@transaction.atomic
def revoke_certificate(*, certificate: Certificate, by: User, reason: str) -> Certificate:
    """Whoever verifies it is told so, and why. Raises ``Conflict`` where it is revoked already."""
    row = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
    if row.revoked_at is not None:
        raise Conflict(_("This certificate is revoked already."), code="revoked")
    row.revoked_at, row.revoked_by, row.revoked_why = timezone.now(), by, reason
    row.version += 1
    row.save()
    return row


def follow_merge(*, dropped: Profile, kept: Profile, **_signal: Any) -> None:
    """Certificates of a profile that was merged are of the one that stayed."""
    side = "expert" if kept.kind == Profile.Kind.EXPERT else "client"
    rows = Certificate.objects.filter(**{side: dropped.pk})
    rows.update(**{side: kept.pk, "version": F("version") + 1})
