"""The other way round: which of many texts that ask, such as alerts, a text that is new answers.

One statement, whatever their number: affinity where the vectors lie, in standard deviations above
chance of the pair of languages, then shared terms of those that these could still bring to the
line. The scores are those of ``similar_texts``, asked by each of them (``engine.AlikeScale``).
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from backend.matches import engine
from backend.matches.selectors.glance import CURRENT, WORK_MEMORY, version
from backend.matches.selectors.versions import active_versions
from backend.matches.texts import Texts

# Languages without a row of their own count as the pool, which has one.
SEEN = """
    SELECT e.{asker}_id AS asker, (-(e.corrected <#> f.corrected) - l.mu) / l.sigma AS z
    FROM {vectors} e
    JOIN {terms} t ON t.{asker}_id = e.{asker}_id AND t.text_hash = e.text_hash
    JOIN {found_vectors} f ON f.{found}_id = %s AND f.encoder = e.encoder
        AND f.encoder_version = e.encoder_version AND f.correction_version = e.correction_version
    JOIN unnest(%s::text[], %s::text[], %s::float8[], %s::float8[]) AS l(asks, found, mu, sigma)
        ON l.asks = CASE WHEN e.language = ANY(%s::text[]) THEN e.language ELSE %s END
        AND l.found = CASE WHEN f.language = ANY(%s::text[]) THEN f.language ELSE %s END
    WHERE {current} AND e.{asker}_id IN ({askers})
"""
ASKING = """
    WITH near AS MATERIALIZED (
        SELECT asker, avg(z) AS z FROM ({seen}) s GROUP BY asker HAVING avg(z) >= %s
    ), whole AS (
        SELECT coalesce(max(passages), 0) AS passages,
            coalesce(max(total_length)::float8 / nullif(max(passages), 0), 1) AS mean
        FROM matches_termfrequency WHERE term = ''
    ), bag AS MATERIALIZED (
        SELECT u.term, u.times / (u.times + %s * (1 - %s + %s * t.length / w.mean)) AS part
        FROM {found_terms} t CROSS JOIN whole w
        CROSS JOIN LATERAL unnest(t.terms, t.counts) AS u(term, times) WHERE t.{found}_id = %s
    ), told AS (
        SELECT n.asker, %s + %s * n.z + %s * coalesce(s.shared, 0) AS logit
        FROM near n JOIN {terms} t ON t.{asker}_id = n.asker
        LEFT JOIN LATERAL (
            SELECT sum(i.idf * coalesce(b.part, 0)) / nullif(sum(i.idf), 0) AS shared
            FROM unnest(t.terms) AS u(term)
            LEFT JOIN matches_termfrequency q ON q.term = u.term
            LEFT JOIN bag b ON b.term = u.term
            CROSS JOIN whole w
            CROSS JOIN LATERAL (
                SELECT ln(1 + (w.passages - coalesce(q.passages, 0) + 0.5)
                    / (coalesce(q.passages, 0) + 0.5)) AS idf
            ) i
        ) s ON t.terms && (SELECT array_agg(term) FROM bag)
    )
    SELECT asker, 1 / (1 + exp(-logit)) FROM told WHERE logit >= %s ORDER BY logit DESC, asker
"""


def asking(
    text_id: UUID, found: Texts, askers: Texts, among: QuerySet[Any]
) -> list[tuple[UUID, float]]:
    """Of ``among``, which are texts of the kind ``askers``, those that this text of the kind
    ``found`` is likely to answer, with its score for each, the best first. One query."""
    scale = engine.alike_scale()
    least = (scale.line - scale.base - scale.shared) / scale.affinity
    chosen, parameters = among.order_by().values("pk").query.sql_with_params()
    seen: list[str] = []
    values: list[Any] = []
    names = {
        "asker": askers.of,
        "found": found.of,
        "vectors": askers.table("vectors"),
        "terms": askers.table("terms"),
        "found_vectors": found.table("vectors"),
        "found_terms": found.table("terms"),
    }
    for one in active_versions():
        seen.append(SEEN.format(current=CURRENT, askers=chosen, **names))
        values += [text_id, *_chances(one), *version(one), *parameters]
    values += [least, scale.k1, scale.b, scale.b, text_id]
    values += [scale.base, scale.affinity, scale.shared, scale.line]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL jit = off; SET LOCAL work_mem = '{WORK_MEMORY}'")
        cursor.execute(ASKING.format(seen=" UNION ALL ".join(seen), **names), values)
        return cursor.fetchall()


def _chances(one: engine.Version) -> list[Any]:
    table = engine.all_chances(one)
    known = sorted({asks for asks, *_others in table})
    pool = engine.POOL_OF_LANGUAGES
    return [*map(list, zip(*table, strict=True)), known, pool, known, pool]
