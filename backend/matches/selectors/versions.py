"""Which versions of encoders answer, and which are kept filled."""

from __future__ import annotations

import time
from threading import Lock

from django.conf import settings
from django.db import connection

from backend.matches import engine
from backend.matches.models import EncoderVersion

State = EncoderVersion.State
_lock = Lock()
_known: dict[str, tuple[float, tuple[engine.Version, ...]]] = {}  # by database


def active_versions() -> tuple[engine.Version, ...]:
    """The versions that answer: one query every few seconds.

    A question is asked, compared and scored with the versions found at its start, so that a
    switch in its midst changes nothing for it. Before anything was embedded: what is wanted.
    """
    database = connection.settings_dict["NAME"]
    with _lock:
        at, versions = _known.get(database, (0.0, ()))
    if versions and time.monotonic() - at < settings.VERSIONS_CACHED_SECONDS:
        return versions
    versions = tuple(_of(EncoderVersion.objects.filter(state=State.ACTIVE)))
    if not versions:
        return tuple(engine.wanted())
    with _lock:
        _known[database] = time.monotonic(), versions
    return versions


def forget_versions() -> None:
    """For the process that has just switched; the others find out within seconds."""
    with _lock:
        _known.clear()


def filled_versions() -> list[engine.Version]:
    """Those that new and changed passages get vectors of: what answers comes first."""
    rows = EncoderVersion.objects.order_by("created_at")
    return [*_of(rows.filter(state=State.ACTIVE)), *_of(rows.filter(state=State.FILLING))]


def _of(rows) -> list[engine.Version]:
    """In the order of the setting; an encoder that it no longer names comes last."""
    order = {name: at for at, name in enumerate(settings.ENCODERS)}
    found = [engine.Version(*row.key) for row in rows]
    return sorted(found, key=lambda version: order.get(version.encoder, len(order)))
