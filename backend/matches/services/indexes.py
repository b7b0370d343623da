"""The HNSW index of each encoder version, over the corrected vectors of that version alone."""

from __future__ import annotations

import hashlib

from django.db import connection

from backend.matches import engine


def index_name(version: engine.Version) -> str:
    return f"matches_nearest_{hashlib.sha256(' '.join(version).encode()).hexdigest()[:12]}"


def ensure_index(version: engine.Version) -> None:
    """Create the partial index of this encoder and correction unless it is there."""
    name, dimension = index_name(version), engine.encoder(version).dimension
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [name])
        if cursor.fetchone()[0]:
            return
        condition = cursor.mogrify(
            "encoder = %s AND encoder_version = %s AND correction_version = %s", version
        )
        cursor.execute(
            f"CREATE INDEX IF NOT EXISTS {name} ON matches_embedding"
            f" USING hnsw ((corrected::halfvec({dimension})) halfvec_cosine_ops)"
            f" WHERE {condition}"
        )


def drop_index(version: engine.Version) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX IF EXISTS {index_name(version)}")
