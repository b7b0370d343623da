"""Finding profiles that look alike, and saying that two do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.common.errors import Conflict
from backend.directory.look_alikes.finding import Finding
from backend.directory.look_alikes.marks import by_marks
from backend.directory.look_alikes.names import by_names
from backend.directory.look_alikes.texts import by_texts
from backend.directory.models import LookAlike

MOST_PASSAGES = 5  # pairs of passages kept with a reason
CHUNK = 500  # pairs written at a time

Person = User | AnonymousUser | None
Pair = tuple[UUID, UUID]


def find_look_alikes(*, ids: Iterable[UUID] | None = None) -> int:
    """Look for profiles that look like these (default: all of all). Returns how many pairs are new.

    By identifiers, names and equal passages. Passages that say nearly the same are noted by
    whoever has their vectors.
    """
    wanted = None if ids is None else frozenset(ids)
    if wanted is not None and not wanted:
        return 0
    return note_look_alikes(
        findings=chain(by_marks(wanted), by_names(wanted), by_texts(wanted)),
    )


def note_look_alikes(*, findings: Iterable[Finding]) -> int:
    """Keep what was found. A pair that was decided stays so. Returns how many pairs are new."""
    reasons: dict[Pair, list[dict[str, Any]]] = {}
    for finding in findings:
        own = reasons.setdefault((finding.first, finding.second), [])
        _add(own, finding.as_json())
    pairs = iter(sorted(reasons))
    return sum(
        _note({pair: reasons[pair] for pair in chunk})
        for chunk in iter(lambda: list(islice(pairs, CHUNK)), [])
    )


@transaction.atomic
def _note(reasons: dict[Pair, list[dict[str, Any]]]) -> int:
    known = {(row.first_id, row.second_id) for row in _rows(reasons)}
    new = [pair for pair in reasons if pair not in known]
    rows = [LookAlike(first_id=one, second_id=other) for one, other in new]
    LookAlike.objects.bulk_create(rows, ignore_conflicts=True)  # another may have just found it
    changed = [row for row in _rows(reasons, lock=True) if _learns(row, reasons)]
    LookAlike.objects.bulk_update(changed, ["reasons", "version", "updated_at"])
    return len(new)


def _rows(pairs: Iterable[Pair], lock: bool = False) -> Iterator[LookAlike]:
    wanted = set(pairs)
    rows = LookAlike.objects.filter(
        first__in=[one for one, _other in wanted], second__in=[other for _one, other in wanted]
    ).order_by("pk")
    for row in rows.select_for_update() if lock else rows:
        if (row.first_id, row.second_id) in wanted:
            yield row


def _learns(row: LookAlike, found: dict[Pair, list[dict[str, Any]]]) -> bool:
    """Whether the row, if it is still to be decided, has got a reason that it had not."""
    if row.state != LookAlike.State.OPEN:
        return False
    before = [dict(reason) for reason in row.reasons]
    for reason in found[row.first_id, row.second_id]:
        _add(row.reasons, reason)
    if row.reasons == before:
        return False
    row.version += 1
    row.updated_at = timezone.now()
    return True


def _add(reasons: list[dict[str, Any]], new: dict[str, Any]) -> None:
    """One entry a reason; passages found before stay, the first few of them."""
    own = next((one for one in reasons if one["reason"] == new["reason"]), None)
    if own is None:
        reasons.append(new)
        return
    pairs = {(pair["first"], pair["second"]): pair for pair in own.get("passages", ())}
    for pair in new.get("passages", ()):
        pairs.setdefault((pair["first"], pair["second"]), pair)
    if pairs:
        own["passages"] = list(pairs.values())[:MOST_PASSAGES]


@transaction.atomic
def decide_different(*, look_alike: LookAlike, by: Person) -> LookAlike:
    """These are two people, or two institutions; they are not offered again."""
    row = locked(look_alike)
    settle(row, LookAlike.State.DIFFERENT, by)
    return row


def locked(look_alike: LookAlike) -> LookAlike:
    """The row, still to be decided, while nobody else decides. Raises Conflict."""
    row = LookAlike.objects.select_for_update(of=("self",)).get(pk=look_alike.pk)
    if row.state != LookAlike.State.OPEN:
        raise Conflict(
            _("This was decided already: %(state)s.") % {"state": row.get_state_display()},
            code="decided",
        )
    return row


def settle(row: LookAlike, state: str, by: Person) -> None:
    row.state = state
    row.decided_by = by if isinstance(by, User) else None
    row.decided_at = timezone.now()
    row.version += 1
    row.save(update_fields=["state", "decided_by", "decided_at", "version", "updated_at"])
