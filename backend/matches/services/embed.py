"""Terms and vectors of passages that have none of today's: found, made, written, in batches.

What a thread encodes is claimed by row locks that skip what another holds, and written in the same
transaction: a worker that is killed loses one batch, that of all its threads together, and nothing
else is encoded twice.
"""

from __future__ import annotations

import functools
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import numpy as np
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Length

from backend.directory.models import Passage
from backend.matches import engine
from backend.matches.models import Embedding, PassageTerms
from backend.matches.selectors.pending import (
    frequencies_are_current,
    loadable,
    pending_terms,
    pending_vectors,
    something_pending,
)
from backend.matches.selectors.versions import filled_versions
from backend.matches.services.indexes import keep_index
from backend.matches.services.settling import settle_versions
from backend.matches.services.statistics import refresh_term_frequencies
from backend.matches.services.vectors import store_vectors

TERMS_BATCH = 500
FOUND = 4_096  # looked up at a time
VECTORS_BATCH = 256  # in hand at any moment, over all threads of a worker
THREADS = 2  # beside an encoder process: one batch is written while another is being encoded

Progress = Callable[[str, int, int], None]  # stage, done, of how many


def embed_pending(
    *, seconds: float | None = None, progress: Progress | None = None, threads: int = 1
) -> bool:
    """Bring terms and vectors up to date. Returns whether time ran out before all was done.

    ``seconds``: stop after the batch during which this time has passed. ``threads``: with two,
    one batch is written while the next is being encoded; each has a connection of its own, so it
    is not for within a transaction.
    """
    end = None if seconds is None else time.monotonic() + seconds
    changed = _repeat("terms", pending_terms(), _terms_batch, end, progress, 1)
    settle_versions()
    for one in loadable(filled_versions()):
        changed += fill(one, end, progress, threads)
        keep_index(one)
    if changed or not frequencies_are_current():
        refresh_term_frequencies()
    return end is not None and time.monotonic() >= end and something_pending()


def fill(
    one: engine.Version,
    end: float | None = None,
    progress: Progress | None = None,
    threads: int = 1,
) -> int:
    """Make the vectors of one version that are missing. Returns how many."""
    batch = functools.partial(_vectors_batch, one, _Waiting(one), VECTORS_BATCH // threads)
    return _repeat(str(one), pending_vectors(one), batch, end, progress, threads)


def _repeat(
    stage: str,
    pending: QuerySet,
    batch: Callable[[], int | None],
    end: float | None,
    progress: Progress | None,
    threads: int,
) -> int:
    """Do batches until nothing is pending or time is up. Returns how many rows were done."""
    total = pending.count() if progress else 0
    sizes: list[int] = []

    def work() -> None:
        while (end is None or time.monotonic() < end) and (size := batch()) is not None:
            sizes.append(size)
            if progress:
                progress(stage, sum(sizes), max(total, sum(sizes)))

    if threads == 1:
        work()
    else:
        with ThreadPoolExecutor(threads) as pool:
            for done in [pool.submit(_closing, work) for _ in range(threads)]:
                done.result()
    return sum(sizes)


def _closing(work: Callable[[], None]) -> None:
    """For a thread of its own: its connection ends with it."""
    try:
        work()
    finally:
        connection.close()


@transaction.atomic
def _terms_batch() -> int | None:
    batch = list(pending_terms().select_for_update(of=("self",), skip_locked=True)[:TERMS_BATCH])
    rows = [_terms_of(passage) for passage in batch]
    PassageTerms.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["passage"],
        update_fields=[
            "text_hash",
            "stated_language",
            "language",
            "version",
            "terms",
            "counts",
            "length",
            "quantities",
        ],
    )
    return len(rows) or None


def _terms_of(passage: Passage) -> PassageTerms:
    language = engine.detect(passage.language, passage.text)
    found = engine.terms(passage.text, language)
    return PassageTerms(
        passage=passage,
        text_hash=passage.text_hash,
        stated_language=passage.language,
        language=language,
        version=engine.TERMS_VERSION,
        terms=list(found),
        counts=[min(count, 32_767) for count in found.values()],
        length=sum(found.values()),
        quantities=engine.quantities(passage.text, language),
    )


class _Waiting:
    """What waits for a vector, found many at a time: finding it goes through what is done.

    Texts come by length, so that those encoded together have little padding between them.
    """

    def __init__(self, one: engine.Version) -> None:
        self.one = one
        self.lock = threading.Lock()
        self.found: list[UUID] = []
        self.moved = True  # since it was looked up last; if nothing has, others have it in hand

    def take(self, size: int) -> list[UUID]:
        with self.lock:
            if not self.found and self.moved:
                rows = pending_vectors(self.one).annotate(size=Length("passage__text"))
                some = sorted(rows.values_list("size", "pk")[:FOUND])
                self.found, self.moved = [pk for _, pk in some], False
            taken, self.found = self.found[:size], self.found[size:]
            return taken


def _vectors_batch(one: engine.Version, waiting: _Waiting, size: int) -> int | None:
    """Encode a batch; None where nothing waits any more."""
    taken = waiting.take(size)
    if not taken:
        return None
    done = _encode(one, taken)
    waiting.moved |= done > 0
    return done


@transaction.atomic
def _encode(one: engine.Version, taken: list[UUID]) -> int:
    """Those of these that nobody else has in hand, or has done.

    Where only language or correction changed, the vector is used again.
    """
    rows = pending_vectors(one).select_related("passage").filter(pk__in=taken)
    claimed = [terms.pk for terms in rows.select_for_update(of=("self",), skip_locked=True)]
    # Another may have done some between being found and being locked: looked at once more.
    batch = sorted(rows.filter(pk__in=claimed), key=lambda terms: len(terms.passage.text))
    if not batch:
        return 0
    known = dict(
        Embedding.objects.filter(
            passage__in=[terms.passage_id for terms in batch],
            encoder=one.encoder,
            encoder_version=one.encoder_version,
            text_hash=F("passage__text_hash"),
        ).values_list("passage_id", "vector")
    )
    raw = _raw(one, batch, known)
    languages = [terms.language for terms in batch]
    told = [
        (terms.passage_id, terms.passage.profile_id, terms.text_hash, terms.language)
        for terms in batch
    ]
    store_vectors(one, told, raw, engine.recorrect(one, raw, languages))
    return len(batch)


def _raw(one: engine.Version, batch: list[PassageTerms], known: dict) -> np.ndarray:
    """Vectors as encoded, shape (batch, dimension): those known already, and the others."""
    fresh = [i for i, terms in enumerate(batch) if terms.passage_id not in known]
    vectors = engine.passage_vectors(one, [batch[i].passage.text for i in fresh])
    raw = np.empty((len(batch), vectors.shape[1]), np.float32)
    raw[fresh] = vectors
    for i, terms in enumerate(batch):
        if terms.passage_id in known:
            raw[i] = known[terms.passage_id]
    return raw
