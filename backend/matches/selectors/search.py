"""From a need's vectors to candidates with all their passages, in any of the retrieval's plans."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection, transaction
from django.db.models import QuerySet
from pgvector import HalfVector

from backend.matches import engine
from backend.matches.models import TermFrequency
from backend.matches.selectors import retrieval
from backend.matches.selectors.eligibility import Criteria, eligible
from backend.matches.selectors.glance import CURRENT, glance, version
from backend.matches.texts import NEEDS, PASSAGES, Texts


def candidates(
    question: engine.Question,
    criteria: Criteria,
    stats: engine.Statistics,
    also: Collection[UUID] = (),
) -> engine.Candidates:
    """Everybody worth scoring for the question, with all their passages; and of ``also`` those
    whom the hard rules leave."""
    left = eligible(criteria)
    with transaction.atomic(), connection.cursor() as cursor:
        # Cosines are exact under any plan below; what JIT would save it costs in compiling.
        cursor.execute("SET LOCAL jit = off")
        profiles, parameters = left.order_by().values("pk").query.sql_with_params()
        if retrieval.more_than(retrieval.SCORE_ALL, left):
            found = retrieval.retrieve(cursor, question, left, stats)
            if also:
                found |= set(left.filter(pk__in=also).order_by().values_list("pk", flat=True))
            profiles, parameters = "SELECT unnest(%s::uuid[])", ([str(one) for one in found],)
        return _assemble(question, _texts(cursor, question, profiles, parameters))


def like(
    question: engine.Question, rows: QuerySet[Any], limit: int, texts: Texts = NEEDS
) -> engine.Candidates:
    """Of these texts (needs, unless others are named) those nearest to the question, as
    candidates: three queries, or two more for a second encoder."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off")
        found = [str(one) for one in glance(cursor, question, rows, limit, texts)]
        return _assemble(
            question, _texts(cursor, question, "SELECT unnest(%s::uuid[])", (found,), texts)
        )


# Every text of these owners with the need's terms that it holds, and how often.
TEXTS = """
    SELECT p.{owner}::text, p.id::text, t.language, {told}, t.length,
        t.quantities, shared.terms, shared.counts{columns}
    {matchable} ORDER BY p.{owner}, p.id
"""
SHARED = """
    CROSS JOIN LATERAL (
        SELECT array_agg(u.term) AS terms, array_agg(u.times) AS counts
        FROM unnest(t.terms, t.counts) AS u(term, times) WHERE u.term = ANY(%s::text[])
    ) shared
"""
BEFORE = 10  # columns before those of the encoders


def _texts(
    cursor,
    question: engine.Question,
    owners: str,
    parameters: tuple,
    texts: Texts = PASSAGES,
) -> list[tuple]:
    """Every text of the owners: for each encoder its cosine and what its vector claims.

    NULL: not served. The claims are products of the vector as encoded, computed where it lies.
    """
    columns, joins = "", ""
    compared: list[str] = []
    versions: list[str] = []
    for i, (name, vector) in enumerate(question.vectors.items()):
        directions = engine.directions(name)
        columns += f", 1 - (e{i}.corrected <=> %s::halfvec)"
        columns += f", -(e{i}.vector <#> %s::halfvec)" * len(directions)
        compared += [HalfVector(one).to_text() for one in (vector, *directions)]
        joins += f"""LEFT JOIN {texts.table("vectors")} e{i} ON e{i}.{texts.of}_id = p.id
            AND e{i}.text_hash = p.text_hash AND {CURRENT.replace("e.", f"e{i}.")}"""
        versions += version(name)
    matchable = retrieval.matchable(owners, joins + SHARED, texts)
    cursor.execute(
        TEXTS.format(
            columns=columns, matchable=matchable, owner=texts.owner_column, told=texts.told
        ),
        [*compared, *versions, sorted(question.terms), *parameters],
    )
    return cursor.fetchall()


def _assemble(question: engine.Question, rows: list[tuple]) -> engine.Candidates:
    """Rows, which come by profile, as columns. A passage that no encoder has seen yet is left."""
    rows = [row for row in rows if any(number is not None for number in row[BEFORE:])]
    sizes = Counter(row[0] for row in rows)
    widths = [1 + len(engine.directions(name)) for name in question.vectors]
    numbers = np.array([row[BEFORE:] for row in rows], float)  # NULL: nan
    tables = np.split(numbers.reshape(len(rows), sum(widths)), np.cumsum(widths), axis=1)[:-1]
    return engine.Candidates(
        list(sizes),
        engine.Grouping([*sizes.values()]),
        [engine.Passage("", row[2], row[3], row[4], row[1], row[5]) for row in rows],
        [row[6] for row in rows],
        json.loads(f"[{','.join(row[7] for row in rows)}]"),  # in one go: there are many
        [dict(zip(row[8] or (), row[9] or (), strict=True)) for row in rows],
        {name: table[:, 0] for name, table in zip(question.vectors, tables, strict=True)},
        {name: table[:, 1:] for name, table in zip(question.vectors, tables, strict=True)},
    )


def term_statistics(terms: Sequence[Collection[str]]) -> list[engine.Statistics]:
    """For the terms of each question: in how many passages each occurs, how many passages there
    are, and their length. One query."""
    every = {term for own in terms for term in own}
    rows = TermFrequency.objects.filter(term__in=["", *every])
    found = {row.term: (row.passages, row.total_length) for row in rows}
    passages, length = found.pop("", (0, 0))
    return [
        engine.statistics(passages, length, {term: found[term][0] for term in own if term in found})
        for own in terms
    ]
