"""Profiles by affinity alone, computed in the database: half the best passage, half the mean."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from pgvector import HalfVector

from backend.directory.models import Profile
from backend.matches import engine

WORK_MEMORY = "64MB"

CURRENT = """
    e.encoder = %s AND e.encoder_version = %s AND e.correction_version = %s
"""

# Standard deviations above chance, as ``Correction.standardise`` has them. Vectors of a passage
# that was hidden or changed a moment ago may be among them: who is scored is decided here, and how
# is not.
SEEN = """
    SELECT e.profile_id, e.passage_id,
        (-(e.corrected <#> %s::halfvec) - coalesce(l.mu, %s)) / coalesce(l.sigma, %s) AS z
    FROM matches_embedding e
    LEFT JOIN unnest(%s::text[], %s::float8[], %s::float8[]) AS l(language, mu, sigma)
        ON l.language = e.language
    WHERE {current} AND e.profile_id IN ({profiles})
"""
# A passage that several encoders serve counts with their mean.
TOGETHER = "SELECT profile_id, avg(z) AS z FROM ({seen}) s GROUP BY profile_id, passage_id"
BEST = """
    SELECT profile_id FROM ({passages}) p GROUP BY profile_id
    ORDER BY %s * max(z) + %s * avg(z) DESC, profile_id LIMIT %s
"""


def version(name: engine.Version) -> tuple[str, str, str]:
    """What CURRENT asks for."""
    return (*name,)


def glance(cursor, question: engine.Question, profiles: QuerySet[Profile], limit: int) -> set[UUID]:
    """Those of the profiles with the highest affinity for the question, up to ``limit``."""
    if not question.vectors:  # no encoder serves its language: nobody is known to be near
        return set()
    chosen, parameters = profiles.order_by().values("pk").query.sql_with_params()
    seen, values = [], []
    for name, vector in question.vectors.items():
        seen.append(SEEN.format(current=CURRENT, profiles=chosen))
        values += [HalfVector(vector).to_text(), *_chance(name, question.language)]
        values += [*version(name), *parameters]
    together = " UNION ALL ".join(seen)
    if len(seen) > 1:
        together = TOGETHER.format(seen=together)
    cursor.execute(f"SET LOCAL work_mem = '{WORK_MEMORY}'")
    best = engine.BEST
    cursor.execute(BEST.format(passages=together), [*values, best, 1 - best, limit])
    return {row[0] for row in cursor.fetchall()}


def _chance(name: engine.Version, language: str) -> tuple:
    """Mean and deviation by chance: of the pool, and for each passage language of its own."""
    table = engine.chances(name, language)
    codes = list(table)
    return (*table[engine.POOL_OF_LANGUAGES], codes, *map(list, zip(*table.values(), strict=True)))
