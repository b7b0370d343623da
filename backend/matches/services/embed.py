"""Terms and vectors of texts that have none of today's: found, made, written, in batches.

What a thread encodes is claimed by row locks that skip what another holds, and written in the same
transaction: a worker that is killed loses one batch, that of all its threads together, and nothing
else is encoded twice.
"""

from __future__ import annotations

import functools
import threading
import time
from typing import Any
from uuid import UUID

import numpy as np
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Length

from backend.matches import engine
from backend.matches.models.embedding import Terms
from backend.matches.selectors.pending import (
    frequencies_are_current,
    loadable,
    pending_terms,
    pending_vectors,
    something_pending,
)
from backend.matches.selectors.versions import filled_versions
from backend.matches.services.indexes import keep_index
from backend.matches.services.repeating import Progress, repeat
from backend.matches.services.settling import settle_versions
from backend.matches.services.statistics import refresh_term_frequencies
from backend.matches.services.vectors import store_vectors
from backend.matches.texts import ALL, PASSAGES, Texts

TERMS_BATCH = 500
FOUND = 4_096  # looked up at a time
VECTORS_BATCH = 256  # in hand at any moment, over all threads of a worker
THREADS = 2  # beside an encoder process: one batch is written while another is being encoded


def embed_pending(
    *, seconds: float | None = None, progress: Progress | None = None, threads: int = 1
) -> bool:
    """Bring terms and vectors up to date. Returns whether time ran out before all was done.

    ``seconds``: stop after the batch during which this time has passed. ``threads``: with two,
    one batch is written while the next is being encoded; each has a connection of its own, so it
    is not for within a transaction.
    """
    end = None if seconds is None else time.monotonic() + seconds
    changed = {texts.of: _terms(texts, end, progress) for texts in ALL}
    settle_versions()
    for one in loadable(filled_versions()):
        for texts in ALL:
            changed[texts.of] += fill(one, end, progress, threads, texts)
        keep_index(one)
    if changed[PASSAGES.of] or not frequencies_are_current():
        refresh_term_frequencies()
    return end is not None and time.monotonic() >= end and something_pending()


def fill(
    one: engine.Version,
    end: float | None = None,
    progress: Progress | None = None,
    threads: int = 1,
    texts: Texts = PASSAGES,
) -> int:
    """Make the vectors of one version that are missing. Returns how many."""
    waiting = _Waiting(one, texts)
    batch = functools.partial(_vectors_batch, waiting, VECTORS_BATCH // threads)
    stage = f"{one}, {texts.of}"
    return repeat(stage, pending_vectors(one, texts), batch, end, progress, threads)


def _terms(texts: Texts, end: float | None, progress: Progress | None) -> int:
    batch = functools.partial(_terms_batch, texts)
    return repeat(f"terms, {texts.of}", pending_terms(texts), batch, end, progress, 1)


@transaction.atomic
def _terms_batch(texts: Texts) -> int | None:
    pending = pending_terms(texts).select_for_update(of=("self",), skip_locked=True)
    rows = [_terms_of(texts, text) for text in pending[:TERMS_BATCH]]
    texts.terms._default_manager.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=[texts.of],
        update_fields=[field.name for field in Terms._meta.fields],
    )
    return len(rows) or None


def _terms_of(texts: Texts, text: Any) -> Any:
    language = engine.detect(text.language, text.text)
    found = engine.terms(text.text, language)
    return texts.terms(
        **{texts.of: text},
        text_hash=text.text_hash,
        stated_language=text.language,
        language=language,
        version=engine.TERMS_VERSION,
        terms=list(found),
        counts=[min(count, 32_767) for count in found.values()],
        length=sum(found.values()),
        quantities=engine.quantities(text.text, language),
    )


class _Waiting:
    """What waits for a vector, found many at a time: finding it goes through what is done.

    Texts come by length, so that those encoded together have little padding between them.
    """

    def __init__(self, one: engine.Version, texts: Texts) -> None:
        self.one = one
        self.texts = texts
        self.lock = threading.Lock()
        self.found: list[UUID] = []
        self.moved = True  # since it was looked up last; if nothing has, others have it in hand

    def take(self, size: int) -> list[UUID]:
        with self.lock:
            if not self.found and self.moved:
                rows = pending_vectors(self.one, self.texts)
                rows = rows.annotate(size=Length(f"{self.texts.of}__text"))
                some = sorted(rows.values_list("size", "pk")[:FOUND])
                self.found, self.moved = [pk for _, pk in some], False
            taken, self.found = self.found[:size], self.found[size:]
            return taken


def _vectors_batch(waiting: _Waiting, size: int) -> int | None:
    """Encode a batch; None where nothing waits any more."""
    taken = waiting.take(size)
    if not taken:
        return None
    done = _encode(waiting.texts, waiting.one, taken)
    waiting.moved |= done > 0
    return done


@transaction.atomic
def _encode(texts: Texts, one: engine.Version, taken: list[UUID]) -> int:
    """Those of these that nobody else has in hand, or has done.

    Where only language or correction changed, the vector is used again.
    """
    rows = pending_vectors(one, texts).select_related(texts.of).filter(pk__in=taken)
    claimed = [terms.pk for terms in rows.select_for_update(of=("self",), skip_locked=True)]
    # Another may have done some between being found and being locked: looked at once more.
    batch = list(rows.filter(pk__in=claimed))
    batch.sort(key=lambda terms: len(getattr(terms, texts.of).text))
    if not batch:
        return 0
    told_texts = [getattr(terms, texts.of) for terms in batch]
    raw = _raw(texts, one, told_texts, _known(texts, one, batch))
    languages = [terms.language for terms in batch]
    told = [_told(texts, terms) for terms in batch]
    corrected = engine.recorrect(one, raw, languages, texts.role)
    store_vectors(texts, one, told, raw, corrected)
    return len(batch)


def _told(texts: Texts, terms: Any) -> Any:
    owner = [getattr(getattr(terms, texts.of), f"{texts.owner}_id")] if texts.has_owner else []
    return (terms.pk, *owner, terms.text_hash, terms.language)


def _known(texts: Texts, one: engine.Version, batch: list[Any]) -> dict[UUID, Any]:
    """Vectors of these very texts, whatever they were corrected by."""
    rows = texts.vectors._default_manager.filter(
        encoder=one.encoder,
        encoder_version=one.encoder_version,
        text_hash=F(f"{texts.of}__text_hash"),
        **{f"{texts.of}__in": [terms.pk for terms in batch]},
    )
    return dict(rows.values_list(f"{texts.of}_id", "vector"))


def _raw(texts: Texts, one: engine.Version, batch: list[Any], known: dict[UUID, Any]) -> np.ndarray:
    """Vectors as encoded, shape (batch, dimension): those known already, and the others."""
    fresh = [i for i, text in enumerate(batch) if text.pk not in known]
    vectors = engine.passage_vectors(one, [batch[i].text for i in fresh], texts.role)
    raw = np.empty((len(batch), vectors.shape[1]), np.float32)
    raw[fresh] = vectors
    for i, text in enumerate(batch):
        if text.pk in known:
            raw[i] = known[text.pk]
    return raw
