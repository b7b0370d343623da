"""The other pairs of a profile that was merged: they are about the one that stayed."""

from __future__ import annotations

from django.db.models import Q

from backend.directory.models import LookAlike, Profile
from backend.directory.services.look_alikes import Person, settle


def repoint_pairs(kept: Profile, dropped: Profile, by: Person) -> None:
    """An open pair is asked of the one that stayed, unless that pair is there already."""
    pairs = LookAlike.objects.open().filter(Q(first=dropped) | Q(second=dropped))
    for row in pairs.select_related("first", "second").select_for_update(of=("self",)):
        other = row.other(dropped)
        one, two = sorted((kept, other), key=lambda profile: profile.pk)
        if LookAlike.objects.filter(first=one, second=two).exists():
            settle(row, LookAlike.State.MERGED, by)
            continue
        if (row.first_id == other.pk) != (one.pk == other.pk):
            row.reasons = [_turned(reason) for reason in row.reasons]
        row.first, row.second = one, two
        row.version += 1
        row.save()


def _turned(reason: dict) -> dict:
    """The same reason, for the two the other way round."""
    if "passages" not in reason:
        return reason
    pairs = [
        {**pair, "first": pair["second"], "second": pair["first"]} for pair in reason["passages"]
    ]
    return {**reason, "passages": pairs}
