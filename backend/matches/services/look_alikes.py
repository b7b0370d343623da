"""Passages that say nearly the same as another profile's, told to the directory."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from backend.directory.look_alikes.finding import Finding, found
from backend.directory.models import LookAlike
from backend.directory.services.look_alikes import note_look_alikes
from backend.matches import engine
from backend.matches.models import Embedding, PassageTerms
from backend.matches.selectors.look_alikes import Near, near_passages, near_profiles
from backend.matches.selectors.versions import active_versions

BATCH = 200  # passages compared at a time


def compare_pending(*, seconds: float | None = None) -> int:
    """Compare each passage once, as it reads today. Returns how many pairs were found anew.

    ``seconds``: stop after the batch during which this time has passed.
    """
    end = None if seconds is None else time.monotonic() + seconds
    new = 0
    while end is None or time.monotonic() < end:
        size, found_anew = _batch()
        if not size:
            break
        new += found_anew
    return new


def uncompared() -> QuerySet[PassageTerms]:
    """Passages with a vector that is asked today, whose text was not compared yet."""
    encoder, version, correction = _version()
    current = Embedding.objects.filter(
        encoder=encoder,
        encoder_version=version,
        correction_version=correction,
        text_hash=F("passage__text_hash"),
    )
    return PassageTerms.objects.exclude(compared_hash=F("text_hash")).filter(
        text_hash=F("passage__text_hash"), passage__in=current.values("passage")
    )


def _version() -> engine.Version:
    """The first that serves every language: only so are two languages compared."""
    known = active_versions()
    return next((one for one in known if engine.encoder(one).languages is None), known[0])


@transaction.atomic
def _batch() -> tuple[int, int]:
    rows = list(uncompared().select_for_update(of=("self",), skip_locked=True)[:BATCH])
    if not rows:
        return 0, 0
    one = _version()
    pairs = near_profiles(one, [row.passage_id for row in rows])
    new = note_look_alikes(findings=_telling(near_passages(one, pairs))) if pairs else 0
    for row in rows:
        row.compared_hash = row.text_hash
    PassageTerms.objects.bulk_update(rows, ["compared_hash"])
    return len(rows), new


def _telling(near: list[Near]) -> Iterator[Finding]:
    """One pair of passages that tells alone, or two pairs of four passages that tell together."""
    of_pair: dict[tuple[UUID, UUID], list[Near]] = defaultdict(list)
    used: dict[tuple[UUID, UUID], set[UUID]] = defaultdict(set)
    for one in near:  # the nearest come first, and each passage counts once
        if not used[one.profiles] & set(one.passages):
            used[one.profiles] |= set(one.passages)
            of_pair[one.profiles].append(one)
    for (first, second), own in of_pair.items():
        if len(own) > 1 or own[0].tells_alone:
            for one in own:
                passages = (*one.passages, one.similarity)
                yield found(first, second, LookAlike.Reason.PASSAGES, passages)
