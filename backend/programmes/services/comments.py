"""Comments on sections."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from backend.accounts.models import User
from backend.programmes.models import Section, SectionComment


@transaction.atomic
def comment(
    *, section: Section, by: User, text: str, quote: str = "", number: int | None = None
) -> SectionComment:
    """On the version that the writer has read; without it, on the newest."""
    return SectionComment.objects.create(
        section=section, by=by, text=text, quote=quote, number=number or section.version
    )


@transaction.atomic
def settle(*, comment: SectionComment, by: User) -> SectionComment:
    """Says that a comment is dealt with; once is enough."""
    row = SectionComment.objects.select_for_update().get(pk=comment.pk)
    if row.settled_at is None:
        row.settled_at, row.settled_by = timezone.now(), by
        row.version += 1
        row.save(update_fields=["settled_at", "settled_by", "version", "updated_at"])
    return row
