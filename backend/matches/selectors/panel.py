"""How near the passages of the best candidates are to each aspect of a need."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from django.db import connection
from pgvector import HalfVector

from backend.matches import engine
from backend.matches.selectors.glance import CURRENT, version

COSINES = f"""
    SELECT e.passage_id, array_agg(1 - (e.corrected <=> asked.vector::halfvec) ORDER BY asked.n)
    FROM matches_embedding e
    JOIN directory_passage p ON p.id = e.passage_id AND p.text_hash = e.text_hash,
    unnest(%s::text[]) WITH ORDINALITY AS asked(vector, n)
    WHERE e.passage_id = ANY(%s::uuid[]) AND {CURRENT}
    GROUP BY e.passage_id
"""


def aspect_cosines(
    question: engine.Question, passages: Sequence[str]
) -> dict[engine.Version, dict[str, np.ndarray]]:
    """By version and passage's id one cosine per aspect; one query for each version."""
    return {
        name: _cosines(name, vectors, passages)
        for name, vectors in question.aspect_vectors.items()
        if len(vectors)
    }


def _cosines(
    name: engine.Version, vectors: np.ndarray, passages: Sequence[str]
) -> dict[str, np.ndarray]:
    asked = [HalfVector(vector).to_text() for vector in vectors]
    with connection.cursor() as cursor:
        cursor.execute(COSINES, [asked, list(passages), *version(name)])
        return {str(passage): np.array(cosines) for passage, cosines in cursor.fetchall()}
