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

# How many are near, and in how many words, the planner can't know: it takes them for a few, for
# which it would go through all the others again and again.
BY_HASH = "SET LOCAL jit = off; SET LOCAL enable_nestloop = off"

# The text's vectors with what chance gives beside each language that asks. Languages without a
# row of their own count as the pool, which has one.
ITEM = """
    SELECT f.encoder, f.encoder_version, f.correction_version, f.corrected,
        l.asks, l.mu, l.sigma, %s::text[] AS known
    FROM {found_vectors} f
    JOIN unnest(%s::text[], %s::text[], %s::float8[], %s::float8[]) AS l(asks, found, mu, sigma)
        ON l.found = CASE WHEN f.language = ANY(%s::text[]) THEN f.language ELSE %s END
    JOIN {found_terms} t ON t.{found}_id = f.{found}_id AND t.text_hash = f.text_hash
    WHERE f.{found}_id = %s AND {current}
"""
ASKING = """
    WITH item AS MATERIALIZED ({item}), askers (id) AS MATERIALIZED ({askers}),
    near AS MATERIALIZED (
        SELECT e.{asker}_id AS asker, max(e.text_hash) AS text_hash,
            avg((-(e.corrected <#> i.corrected) - i.mu) / i.sigma) AS z
        FROM {vectors} e JOIN askers a ON a.id = e.{asker}_id
        JOIN item i ON i.encoder = e.encoder AND i.encoder_version = e.encoder_version
            AND i.correction_version = e.correction_version
            AND i.asks = CASE WHEN e.language = ANY(i.known) THEN e.language ELSE %s END
        GROUP BY e.{asker}_id HAVING avg((-(e.corrected <#> i.corrected) - i.mu) / i.sigma) >= %s
    ), whole AS MATERIALIZED (
        SELECT coalesce(max(passages), 0)::float8 AS passages,
            coalesce(max(total_length)::float8 / nullif(max(passages), 0), 1) AS mean
        FROM matches_termfrequency WHERE term = ''
    ), bag AS MATERIALIZED (
        SELECT u.term, u.times / (u.times + %s * (1 - %s + %s * t.length / w.mean)) AS part
        FROM {found_terms} t CROSS JOIN whole w
        CROSS JOIN LATERAL unnest(t.terms, t.counts) AS u(term, times) WHERE t.{found}_id = %s
    ), known AS MATERIALIZED (
        SELECT q.term, ln(1 + (w.passages - q.passages + 0.5::float8)
            / (q.passages + 0.5::float8)) AS idf
        FROM matches_termfrequency q CROSS JOIN whole w
    ), words AS MATERIALIZED (
        SELECT n.asker, unnest(t.terms) AS term
        FROM near n JOIN {terms} t ON t.{asker}_id = n.asker
    ), sharing AS MATERIALIZED (
        SELECT asker, sum(idf * part) / nullif(sum(idf), 0) AS shared FROM (
            SELECT u.asker, coalesce(b.part, 0) AS part,
                coalesce(k.idf, ln(1 + (w.passages + 0.5::float8) / 0.5::float8)) AS idf
            FROM words u CROSS JOIN whole w
            LEFT JOIN known k ON k.term = u.term LEFT JOIN bag b ON b.term = u.term
        ) one GROUP BY asker
    ), told AS MATERIALIZED (
        SELECT n.asker, %s + %s * n.z + %s * coalesce(s.shared, 0) AS logit
        FROM near n JOIN {terms} t ON t.{asker}_id = n.asker AND t.text_hash = n.text_hash
        LEFT JOIN sharing s ON s.asker = n.asker
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
    names = {
        "asker": askers.of,
        "found": found.of,
        "vectors": askers.table("vectors"),
        "terms": askers.table("terms"),
        "found_vectors": found.table("vectors"),
        "found_terms": found.table("terms"),
    }
    versions = active_versions()
    item = ITEM.format(current=CURRENT.replace("e.", "f."), **names)
    values = [value for one in versions for value in _of_item(one, text_id)]
    values += [*parameters, engine.POOL_OF_LANGUAGES, least]
    values += [scale.k1, scale.b, scale.b, text_id]
    values += [scale.base, scale.affinity, scale.shared, scale.line]
    together = " UNION ALL ".join([item] * len(versions))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{BY_HASH}; SET LOCAL work_mem = '{WORK_MEMORY}'")
        cursor.execute(ASKING.format(item=together, askers=chosen, **names), values)
        return cursor.fetchall()


def _of_item(one: engine.Version, text_id: UUID) -> list[Any]:
    """What ITEM asks for."""
    table = engine.all_chances(one)
    known = sorted({asks for asks, *_others in table})
    columns: list[Any] = [*map(list, zip(*table, strict=True))]
    return [known, *columns, known, engine.POOL_OF_LANGUAGES, text_id, *version(one)]
