"""From a need's vectors to candidates with all their passages, in any of the retrieval's plans."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from uuid import UUID

import numpy as np
from django.db import connection, transaction
from pgvector import HalfVector

from backend.matches import engine
from backend.matches.models import TermFrequency
from backend.matches.selectors import retrieval
from backend.matches.selectors.eligibility import Criteria, eligible
from backend.matches.selectors.glance import CURRENT, version


def candidates(
    question: engine.Question, criteria: Criteria, stats: engine.Statistics
) -> list[engine.Candidate]:
    """Everybody worth scoring for the question, with all their passages."""
    left = eligible(criteria)
    with transaction.atomic(), connection.cursor() as cursor:
        # Cosines are exact under any plan below; what JIT would save it costs in compiling.
        cursor.execute("SET LOCAL jit = off")
        profiles, parameters = left.order_by().values("pk").query.sql_with_params()
        if retrieval.more_than(retrieval.SCORE_ALL, left):
            found = retrieval.retrieve(cursor, question, left, stats)
            profiles, parameters = "SELECT unnest(%s::uuid[])", ([str(one) for one in found],)
        rows = _passages(cursor, question, profiles, parameters)
        shared = _shared(cursor, sorted(question.terms), profiles, parameters)
        return _assemble(cursor, question, rows, shared)


def _passages(cursor, question: engine.Question, profiles: str, parameters: tuple) -> list[tuple]:
    """Every passage of the profiles: for each encoder its cosine and what its vector claims.

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
        joins += f"""LEFT JOIN matches_embedding e{i} ON e{i}.passage_id = p.id
            AND e{i}.text_hash = p.text_hash AND {CURRENT.replace("e.", f"e{i}.")}"""
        versions += version(name)
    matchable = retrieval.matchable(profiles, joins)
    cursor.execute(
        "SELECT p.profile_id, p.id, t.language, p.year, p.kind, p.attestation, t.length,"
        f" t.quantities{columns} {matchable} ORDER BY p.profile_id, p.id",
        [*compared, *versions, *parameters],
    )
    return cursor.fetchall()


def _shared(
    cursor, terms: list[str], profiles: str, parameters: tuple
) -> dict[UUID, dict[str, int]]:
    """For each passage the need's terms that it holds, with how often."""
    matchable = retrieval.matchable(profiles)
    cursor.execute(
        f"""
        SELECT kept.id, u.term, u.times FROM (
            SELECT p.id, t.terms, t.counts {matchable}
        ) kept, unnest(kept.terms, kept.counts) AS u(term, times)
        WHERE u.term = ANY(%s::text[])
        """,
        [*parameters, terms],
    )
    found: dict[UUID, dict[str, int]] = {}
    for passage, term, times in cursor.fetchall():
        found.setdefault(passage, {})[term] = times
    return found


def _assemble(
    cursor, question: engine.Question, rows: list[tuple], shared: dict[UUID, dict[str, int]]
) -> list[engine.Candidate]:
    """Rows, which come by profile, into candidates. A passage no encoder has seen yet is left."""
    found: dict[UUID, engine.Candidate] = {}
    directions = {name: len(engine.directions(name)) for name in question.vectors}
    for profile, passage, language, year, kind, attestation, length, quantities, *numbers in rows:
        if all(number is None for number in numbers):
            continue
        candidate = found.setdefault(profile, engine.Candidate(str(profile)))
        candidate.passage_ids.append(str(passage))
        candidate.languages.append(language)
        candidate.years.append(year)
        candidate.kinds.append(kind)
        candidate.attestations.append(attestation)
        candidate.lengths.append(length)
        candidate.quantities.append(json.loads(quantities))
        candidate.bags.append(shared.get(passage, {}))
        _add_numbers(candidate, directions, numbers)
    _add_codes(cursor, found, "sdgs", "goal_id")
    _add_codes(cursor, found, "sectors", "sector_id")
    return list(found.values())


def _add_numbers(
    candidate: engine.Candidate,
    directions: Mapping[engine.Version, int],
    numbers: list[float | None],
) -> None:
    """A passage's cosine and products by each version, in the order in which they were selected."""
    told = iter(np.nan if number is None else number for number in numbers)
    for name, count in directions.items():
        candidate.cosines.setdefault(name, []).append(next(told))
        if count:
            candidate.products.setdefault(name, []).append([next(told) for _ in range(count)])


def _add_codes(cursor, found: dict[UUID, engine.Candidate], name: str, column: str) -> None:
    cursor.execute(
        f"SELECT profile_id, array_agg({column} ORDER BY {column}) FROM directory_profile_{name}"
        " WHERE profile_id = ANY(%s) GROUP BY profile_id",
        [list(found)],
    )
    for profile, codes in cursor.fetchall():
        setattr(found[profile], name, tuple(codes))


def term_statistics(terms: Iterable[str]) -> engine.Statistics:
    """In how many passages each term occurs, how many passages there are, and their length."""
    rows = TermFrequency.objects.filter(term__in=["", *terms])
    found = {row.term: (row.passages, row.total_length) for row in rows}
    passages, length = found.pop("", (0, 0))
    return engine.statistics(passages, length, {term: n for term, (n, _) in found.items()})
