"""The HNSW index of each encoder version, over the corrected vectors of that version alone."""

from __future__ import annotations

import hashlib

from django.db import connection

from backend.matches import engine


def ensure_index(one: engine.Encoder) -> None:
    """Create the partial index of this encoder and correction unless it is there."""
    correction = engine.fitted(one).version
    key = hashlib.sha256(f"{one.name} {one.version} {correction}".encode()).hexdigest()[:12]
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [f"matches_nearest_{key}"])
        if cursor.fetchone()[0]:
            return
        condition = cursor.mogrify(
            "encoder = %s AND encoder_version = %s AND correction_version = %s",
            [one.name, one.version, correction],
        )
        cursor.execute(
            f"CREATE INDEX IF NOT EXISTS matches_nearest_{key} ON matches_embedding"
            f" USING hnsw ((corrected::halfvec({one.dimension})) halfvec_cosine_ops)"
            f" WHERE {condition}"
        )
