"""What the setting names is filled in: at first it answers at once, later beside what answers."""

from __future__ import annotations

import datetime

from django.db import connection, transaction
from django.utils import timezone

from backend.matches import engine
from backend.matches.models import EncoderVersion
from backend.matches.selectors.versions import forget_versions

State = EncoderVersion.State
Key = tuple[str, str, str]  # encoder, its version, the correction's


@transaction.atomic
def settle_versions() -> None:
    """Bring the list of versions in line with what is wanted. Changes nothing that answers."""
    lock_versions()
    rows = {row.key: row for row in EncoderVersion.objects.all()}
    first = all(row.state != State.ACTIVE for row in rows.values())
    wanted: list[Key] = [(*version,) for version in engine.wanted()]
    now = timezone.now()  # one moment for all, as for a switch
    for key in wanted:
        row = rows.get(key) or _new(key)
        if first:
            activate(row, now)
        elif row.state in (State.RETIRED, State.REMOVED):
            move(row, State.FILLING)
    for key, row in rows.items():
        if row.state == State.FILLING and key not in wanted:
            move(row, State.RETIRED)  # given up before it came to answer


def lock_versions() -> None:
    """One decides at a time; the lock ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('matches_encoderversion'))")


def move(row: EncoderVersion, state: str) -> None:
    row.state = state
    row.version += 1
    row.save()
    transaction.on_commit(forget_versions)


def activate(row: EncoderVersion, at: datetime.datetime | None) -> None:
    row.activated_at = at
    row.retired_at = None
    move(row, State.ACTIVE)


def _new(key: Key) -> EncoderVersion:
    names = ("encoder", "encoder_version", "correction_version")
    return EncoderVersion.objects.create(**dict(zip(names, key, strict=True)))
