"""Two profiles become one. The other stays behind as a tombstone that points to it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.common.errors import Conflict
from backend.common.queue import enqueue
from backend.directory.models import Expert, Institution, LookAlike, Profile
from backend.directory.services.look_alikes import Person, locked, settle
from backend.directory.services.merging.pairs import repoint_pairs
from backend.directory.services.merging.passages import move_passages
from backend.directory.services.merging.people import merge_people
from backend.directory.services.merging.places import merge_places
from backend.directory.services.merging.values import merge_values
from backend.directory.signals import profiles_merged


@transaction.atomic
def merge_profiles(*, look_alike: LookAlike, keep: Profile, by: Person) -> Profile:
    """Make one of a pair; `keep` stays, with all that the other had. Returns it.

    Nothing is lost: what the one that stays has no room for (a second telephone number, say)
    remains readable in the other, which is withdrawn. Raises Conflict where the pair was decided
    already, and where the two can't be one.
    """
    row = locked(look_alike)
    kept, dropped = _both(row, keep)
    _check(kept, dropped)
    move_passages(kept, dropped)
    merge_values(kept, dropped)
    if isinstance(kept, Expert):
        merge_people(kept, dropped)
    else:
        merge_places(kept, dropped)
    _bury(dropped, kept)
    kept.version += 1
    kept.index_names()
    kept.save()
    settle(row, LookAlike.State.MERGED, by)
    repoint_pairs(kept, dropped, by)
    profiles_merged.send(Profile, dropped=dropped, kept=kept)
    enqueue("matches.embed_pending")
    return kept


def _both(row: LookAlike, keep: Profile) -> tuple[Any, Any]:
    """Both profiles, locked in ascending order of id: the one that stays first."""
    model: Any = Expert if row.first.kind == Profile.Kind.EXPERT else Institution
    rows = model.objects.filter(pk__in=[row.first_id, row.second_id]).order_by("pk")
    found = {one.pk: one for one in rows.select_for_update(of=("self", "profile_ptr"))}
    other = row.second_id if keep.pk == row.first_id else row.first_id
    if keep.pk not in found or other not in found:
        raise Conflict(_("An institution and a person can't be one."), code="two_kinds")
    return found[keep.pk], found[other]


def _check(kept: Any, dropped: Any) -> None:
    if kept.withdrawn_at or dropped.withdrawn_at:
        raise Conflict(_("One of the two was withdrawn meanwhile."), code="withdrawn")
    if getattr(dropped, "is_secretariat", False):
        raise Conflict(_("The secretariat itself must be the one that stays."), code="secretariat")
    if isinstance(kept, Expert) and kept.user_id and dropped.user_id:
        raise Conflict(
            _("Both are claimed by an account. Release one of them from its account first."),
            code="both_claimed",
        )


def _bury(dropped: Any, kept: Any) -> None:
    """Its ids and names stay: an import that brings it again is led to the one that stayed."""
    dropped.merged_into_id = kept.pk
    dropped.withdrawn_at = timezone.now()
    dropped.version += 1
    dropped.save()
    now = timezone.now()
    Profile.objects.filter(merged_into=dropped.pk).update(merged_into=kept.pk, updated_at=now)
