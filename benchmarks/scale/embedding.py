"""``python -m benchmarks.scale.embedding N``: N passages embedded into the database, from nothing.

Told are the speed beside the bare models', and the memory of the process as it goes. Stopped and
started again, it goes on where it was (then the speed is that of the rest).
"""

from __future__ import annotations

import argparse
import re
import time
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.scale.database import network_database
from benchmarks.scale.model import PASSAGES

SAMPLE = 2_000  # texts by which the bare models are timed, before and after
STEPS = 10  # that memory and speed are told at


def measure(size: int) -> list[Figure]:
    """Of all versions that the setting names, one after the other."""
    from backend.matches import engine

    load_passages(size)
    found = []
    for version in engine.wanted():
        found += _filled(version)
    return found


def load_passages(size: int) -> None:
    """The network's passages with their terms; vectors are taken away unless some are ours."""
    from django.db import connection

    from benchmarks.scale.loading import load

    begun = "bench_embedding_begun"
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [begun])
        if cursor.fetchone()[0]:
            return  # what is there is ours
        load(size // PASSAGES)
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {begun} (); TRUNCATE matches_embedding")


def _filled(version) -> list[Figure]:
    from backend.matches.selectors.pending import pending_vectors
    from backend.matches.services.embed import THREADS, fill

    waiting = pending_vectors(version).count()
    if not waiting:
        return []
    sample = _sample(version)
    before = _bare(version, sample)
    told: dict[int, tuple[float, float]] = {}
    start = time.perf_counter()

    def progress(stage: str, done: int, total: int) -> None:
        step = STEPS * done // total
        if step not in told:
            seconds, memory = time.perf_counter() - start, _megabytes()
            told[step] = (seconds, memory)
            print(f"{stage}: {done:,} of {total:,}, {done / seconds:.0f}/s, {memory:.0f} MB")

    done = fill(version, progress=progress, threads=THREADS)
    speed = done / (time.perf_counter() - start)
    bare = max(before, _bare(version, sample))
    grown = told[max(told)][1] - told[min(1, max(told))][1]
    return [
        Figure(
            f"{version.encoder}: {done:,} passages embedded",
            speed,
            "texts/s",
            bare,
            f"the bare model, {SAMPLE:,} of them",
            "ratio at least 0.9",
        ),
        Figure(f"{version.encoder}: memory grown after the first tenth", grown, "MB", aim="flat"),
    ]


def _sample(version) -> list[str]:
    """Texts from all over the network, as the model gets them."""
    from backend.matches.selectors.pending import served_by
    from matching.encoders import get_encoder

    texts = served_by(version).order_by("passage").values_list("passage__text", flat=True)
    every = texts[:: max(1, texts.count() // SAMPLE)]
    return [get_encoder(version.encoder).prefixes["passage"] + text for text in every][:SAMPLE]


def _bare(version, texts: list[str]) -> float:
    """Texts a second by the model alone, in the precision that is safe and its best batches."""
    from matching.encoders import get_encoder

    model, speeds = get_encoder(version.encoder).model, []
    for size in (16, 32, 64):
        start = time.perf_counter()
        model.encode(texts, batch_size=size, show_progress_bar=False)
        speeds.append(len(texts) / (time.perf_counter() - start))
    return max(speeds)


def _megabytes() -> float:
    found = re.search(r"^VmRSS:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.M)
    return int(found.group(1)) * 1024 / 1e6 if found else 0.0


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("passages", type=int, help="how many, such as 100000")
    size = given.parse_args().passages
    with network_database(size, "embedding"):
        from benchmarks.__main__ import print_figures

        print_figures(measure(size))


if __name__ == "__main__":
    main()
