"""The index over the corrected vectors of each encoder version alone: lists around centres.

IVFFlat rather than HNSW: where many profiles are near each other, HNSW's graph missed a fifth of
the best, however long it searched (docs/scaling.md). Its centres are those of the vectors there
were, so it is made anew as the network grows.
"""

from __future__ import annotations

import hashlib

from django.db import connection, transaction

from backend.matches import engine

FEWEST = 20_000  # vectors; with fewer, comparing all is as quick
IN_A_LIST = 350  # vectors, on average
OUTGROWN = 2.0  # times as many vectors, or a fraction, as the index was made for

MADE = "SELECT relname FROM pg_class WHERE relkind = 'i' AND starts_with(relname, %s)"


def keep_index(version: engine.Version) -> None:
    """Make the partial index of this encoder and correction if there is none for its size."""
    with transaction.atomic(), connection.cursor() as cursor:
        # One at a time; who comes second finds it made.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [_prefix(version)])
        current = cursor.mogrify(
            "encoder = %s AND encoder_version = %s AND correction_version = %s", version
        )
        cursor.execute(f"SELECT count(*) FROM matches_embedding WHERE {current}")
        lists = cursor.fetchone()[0] // IN_A_LIST
        made = _made(cursor, version)
        if lists * IN_A_LIST < FEWEST or any(_suits(name, lists) for name in made):
            return
        dimension = engine.encoder(version).dimension
        cursor.execute(
            f"CREATE INDEX {_prefix(version)}{lists} ON matches_embedding"
            f" USING ivfflat ((corrected::halfvec({dimension})) halfvec_cosine_ops)"
            f" WITH (lists = {lists}) WHERE {current}"
        )
        _drop(cursor, made)


def drop_index(version: engine.Version) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        _drop(cursor, _made(cursor, version))


def _prefix(version: engine.Version) -> str:
    return f"matches_nearest_{hashlib.sha256(' '.join(version).encode()).hexdigest()[:12]}_"


def _made(cursor, version: engine.Version) -> list[str]:
    cursor.execute(MADE, [_prefix(version)])
    return [name for (name,) in cursor.fetchall()]


def _suits(name: str, lists: int) -> bool:
    """Its name ends with the number of its lists."""
    return 1 / OUTGROWN <= lists / int(name.rpartition("_")[2]) <= OUTGROWN


def _drop(cursor, names: list[str]) -> None:
    for name in names:
        cursor.execute(f"DROP INDEX IF EXISTS {name}")
