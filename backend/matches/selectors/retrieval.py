"""Which profiles are worth scoring, out of many: the nearest by vectors, and holders of rare terms.

The plan follows how many passages the hard rules leave. Few: all are compared. More, up to
``EXACT_LIMIT``: the nearest are found exactly over the filtered rows. Beyond: by HNSW with
iterative scan.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from pgvector import HalfVector

from backend.matches import engine

COMPARE_ALL = 2_000  # passages; up to here retrieval would cost more than it saves
EXACT_LIMIT = 20_000  # passages; measured on pgvector 0.8.5, docs/architecture.md
NEAREST = 400  # passages retrieved per encoder
RAREST_TERMS = 3  # of the need's terms, whose every holder is a candidate too
EF_SEARCH = 400

MATCHABLE = """
    FROM directory_passage p
    JOIN matches_passageterms t ON t.passage_id = p.id AND t.text_hash = p.text_hash
    {joins}
    WHERE NOT p.hidden AND p.profile_id IN ({profiles})
"""


def matchable(profiles: str, joins: str = "") -> str:
    return MATCHABLE.format(profiles=profiles, joins=joins)


CURRENT = """
    e.encoder = %s AND e.encoder_version = %s AND e.correction_version = %s
"""


def leaves_many(cursor, profiles: str, parameters: tuple) -> bool:
    """Whether the hard rules leave too many passages to compare them all."""
    return count(cursor, profiles, parameters, COMPARE_ALL) > COMPARE_ALL


def count(cursor, profiles: str, parameters: tuple, limit: int) -> int:
    """How many passages the rules leave, counted no further than just past ``limit``."""
    counted = f"SELECT count(*) FROM (SELECT 1 {matchable(profiles)} LIMIT %s) c"
    cursor.execute(counted, [*parameters, limit + 1])
    return cursor.fetchone()[0]


def retrieve(
    cursor, question: engine.Question, profiles: str, parameters: tuple, stats: Mapping[str, int]
) -> set[UUID]:
    exact = count(cursor, profiles, parameters, EXACT_LIMIT) <= EXACT_LIMIT
    found = _with_rarest_terms(cursor, question, profiles, parameters, stats)
    for name, vector in question.vectors.items():
        nearest = _nearest_exact if exact else _nearest_by_index
        found |= nearest(cursor, name, HalfVector(vector), profiles, parameters)
    return found


def version(name: engine.Version) -> tuple[str, str, str]:
    """What CURRENT asks for."""
    return (*name,)


def _nearest_exact(
    cursor, name: engine.Version, vector: HalfVector, profiles: str, parameters: tuple
) -> set[UUID]:
    cursor.execute(
        f"""
        WITH kept AS MATERIALIZED (
            SELECT p.id, p.profile_id {matchable(profiles)}
        ), compared AS MATERIALIZED (
            SELECT kept.profile_id, e.corrected <=> %s::halfvec AS distance
            FROM kept JOIN matches_embedding e ON e.passage_id = kept.id AND {CURRENT}
        )
        SELECT profile_id FROM compared ORDER BY distance LIMIT %s
        """,
        [*parameters, vector.to_text(), *version(name), NEAREST],
    )
    return {row[0] for row in cursor.fetchall()}


def _nearest_by_index(
    cursor, name: engine.Version, vector: HalfVector, profiles: str, parameters: tuple
) -> set[UUID]:
    cursor.execute("SET LOCAL hnsw.iterative_scan = relaxed_order")
    cursor.execute(f"SET LOCAL hnsw.ef_search = {EF_SEARCH}")
    cursor.execute("SET LOCAL hnsw.max_scan_tuples = 200000")
    one = engine.encoder(name)
    # The encoder's names stand in the text, not as parameters: only so does the planner see that
    # the partial index covers the question.
    current = cursor.mogrify(CURRENT, version(name))
    cursor.execute(
        f"""
        SELECT p.profile_id
        FROM matches_embedding e JOIN directory_passage p
            ON p.id = e.passage_id AND p.text_hash = e.text_hash AND NOT p.hidden
        WHERE {current} AND p.profile_id IN ({profiles})
        ORDER BY e.corrected::halfvec({one.dimension}) <=> %s::halfvec({one.dimension}) LIMIT %s
        """,
        [*parameters, vector.to_text(), NEAREST],
    )
    return {row[0] for row in cursor.fetchall()}


def _with_rarest_terms(
    cursor, question: engine.Question, profiles: str, parameters: tuple, stats: Mapping[str, int]
) -> set[UUID]:
    """Holders of the need's rarest terms, which vectors may overlook: a name, a model, a place."""
    known = sorted((n, term) for term, n in stats.items() if n and term in set(question.terms))
    rarest = [term for n, term in known[:RAREST_TERMS] if n <= NEAREST]
    if not rarest:
        return set()
    cursor.execute(
        f"SELECT DISTINCT p.profile_id {matchable(profiles)} AND t.terms && %s::text[] LIMIT %s",
        [*parameters, rarest, NEAREST],
    )
    return {row[0] for row in cursor.fetchall()}
