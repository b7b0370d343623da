"""Profiles by affinity alone, computed in the database: half the best passage, half the mean."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from pgvector import HalfVector

from backend.matches import engine
from backend.matches.texts import PASSAGES, Texts

WORK_MEMORY = "64MB"

CURRENT = """
    e.encoder = %s AND e.encoder_version = %s AND e.correction_version = %s
"""

# Standard deviations above chance, as ``Correction.standardise`` has them. Vectors of a passage
# that was hidden or changed a moment ago may be among them: who is scored is decided here, and how
# is not.
SEEN = """
    SELECT e.{owner}_id AS owner, e.{of}_id AS text,
        (-(e.corrected <#> %s::halfvec) - coalesce(l.mu, %s)) / coalesce(l.sigma, %s) AS z
    FROM {vectors} e
    LEFT JOIN unnest(%s::text[], %s::float8[], %s::float8[]) AS l(language, mu, sigma)
        ON l.language = e.language
    WHERE {current} AND e.{owner}_id IN ({owners})
"""
# A passage that several encoders serve counts with their mean.
TOGETHER = "SELECT owner, avg(z) AS z FROM ({seen}) s GROUP BY owner, text"
BEST = """
    SELECT owner FROM ({texts}) p GROUP BY owner
    ORDER BY %s * max(z) + %s * avg(z) DESC, owner LIMIT %s
"""


def version(name: engine.Version) -> tuple[str, str, str]:
    """What CURRENT asks for."""
    return (*name,)


def glance(
    cursor,
    question: engine.Question,
    owners: QuerySet[Any],
    limit: int,
    texts: Texts = PASSAGES,
) -> set[UUID]:
    """Those of the profiles (or needs) with the highest affinity for the question."""
    if not question.vectors:  # no encoder serves its language: nobody is known to be near
        return set()
    chosen, parameters = owners.order_by().values("pk").query.sql_with_params()
    seen, values = [], []
    for name, vector in question.vectors.items():
        seen.append(
            SEEN.format(
                current=CURRENT,
                owners=chosen,
                owner=texts.owner,
                of=texts.of,
                vectors=texts.table("vectors"),
            )
        )
        values += [HalfVector(vector).to_text(), *_chance(name, question.language)]
        values += [*version(name), *parameters]
    together = " UNION ALL ".join(seen)
    if len(seen) > 1:
        together = TOGETHER.format(seen=together)
    cursor.execute(f"SET LOCAL work_mem = '{WORK_MEMORY}'")
    best = engine.BEST
    cursor.execute(BEST.format(texts=together), [*values, best, 1 - best, limit])
    return {row[0] for row in cursor.fetchall()}


def _chance(name: engine.Version, language: str) -> tuple:
    """Mean and deviation by chance: of the pool, and for each passage language of its own."""
    table = engine.chances(name, language)
    codes = list(table)
    return (*table[engine.POOL_OF_LANGUAGES], codes, *map(list, zip(*table.values(), strict=True)))
