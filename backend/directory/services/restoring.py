"""Bringing back what was withdrawn."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from backend.common.errors import Conflict
from backend.common.queue import enqueue
from backend.directory.models import Profile


@transaction.atomic
def restore_profile(*, profile: Profile) -> Profile:
    """Make a withdrawn profile current again; it is listed where its owner consents.

    Raises Conflict for one that was merged into another: what it had is there now.
    """
    if profile.merged_into_id:
        raise Conflict(
            _("It was merged into another profile (%(id)s) and can’t be brought back; change that.")
            % {"id": profile.merged_into_id},
            code="merged",
        )
    if profile.withdrawn_at is not None:
        profile.withdrawn_at = None
        profile.version += 1
        profile.save(update_fields=["withdrawn_at", "version", "updated_at"])
        enqueue("matches.embed_pending")
    return profile
