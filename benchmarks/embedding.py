"""Embedding the demo world's passages into the database, beside the bare model."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from typing import Any

from benchmarks.figures import Figure
from benchmarks.instance import Instance

BATCHES = (8, 16, 32, 64)


def measure(instance: Instance) -> Iterable[Figure]:
    """Passages per second, by both encoders: the best of two runs of each, in turn.

    The first of ours loads dictionaries, as the bare models have been loaded before.
    """
    os.environ |= {
        "DATABASE_URL": instance.server.url(),
        "DJANGO_SETTINGS_MODULE": "backend.settings",
        "ENCODER_ADDRESS": instance.encoder_address,
        "DEBUG": "0",  # with it, Django keeps every query
        "SECRET_KEY": "of this benchmark",
    }
    import django

    django.setup()
    work = _work()
    sizes = {name: _best_batch(name, texts) for name, texts in work.items()}
    count = sum(map(len, work.values()))
    runs = [(_bare_seconds(work, sizes), _our_seconds()) for _ in range(2)]
    bare, ours = map(min, zip(*runs, strict=True))
    told = ", ".join(f"{name} in batches of {size}" for name, size in sizes.items())
    yield Figure(
        f"embedding {count} texts into the database",
        count / ours,
        "texts/s",
        count / bare,
        f"the bare models, {told}",
        "ratio at least 0.9",
    )


def _work() -> dict[str, list[str]]:
    """The texts that each encoder has to encode, as the model gets them."""
    from backend.matches.models import Embedding
    from matching.encoders import get_encoder

    work: dict[str, list[str]] = {}
    for name in Embedding.objects.values_list("encoder", flat=True).distinct():
        rows = Embedding.objects.filter(encoder=name)
        prefix = get_encoder(name).prefixes["passage"]
        work[name] = [prefix + text for text in rows.values_list("passage__text", flat=True)]
    return work


def _our_seconds() -> float:
    from backend.matches.models import Embedding, PassageTerms
    from backend.matches.selectors.pending import something_pending
    from backend.matches.services import embed_pending
    from backend.matches.services.embed import THREADS

    Embedding.objects.all().delete()
    PassageTerms.objects.all().delete()
    before = time.perf_counter()
    while something_pending():  # by the worker too, which may have a batch in hand at the end
        embed_pending(threads=THREADS)
    return time.perf_counter() - before


def _best_batch(name: str, texts: list[str]) -> int:
    """The quickest batch size on a sample; sentence-transformers sorts by length itself."""
    model = _bare(name)
    sample = texts[::4]
    model.encode(sample[:32], batch_size=16, show_progress_bar=False)
    return min(BATCHES, key=lambda size: _seconds(model, sample, size))


def _bare_seconds(work: dict[str, list[str]], sizes: dict[str, int]) -> float:
    return sum(_seconds(_bare(name), texts, sizes[name]) for name, texts in work.items())


def _bare(name: str) -> Any:
    """The sentence-transformers model itself, in the precision we hold safe for it."""
    from matching.encoders import get_encoder

    return get_encoder(name).model


def _seconds(model: Any, texts: list[str], batch_size: int) -> float:
    before = time.perf_counter()
    model.encode(texts, batch_size=batch_size, normalize_embeddings=True, show_progress_bar=False)
    return time.perf_counter() - before
