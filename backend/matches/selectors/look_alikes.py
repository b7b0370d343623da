"""Passages of two profiles that say nearly the same, in one language or in two.

Chance similarities are lower between languages, so what is near is, too. Measured on the demo
world with e5-small and the second correction: unrelated passages of two profiles come up to .62
in one language and .47 in two; of translations (the reference texts) half stand above .60, three
in four above .52. Under the first one a passage with every twelfth word left out stayed above .79.
So one pair above ``ALONE`` tells, or two above ``TOGETHER``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

from backend.matches import engine
from backend.matches.selectors.glance import CURRENT
from backend.matches.selectors.retrieval import use_index

ALONE = {True: 0.75, False: 0.58}  # by whether both are in one language
TOGETHER = {True: 0.68, False: 0.46}
NEAREST = 20  # passages looked at for each: those of its own profile are among them

Profiles = tuple[UUID, UUID]


@dataclass(frozen=True)
class Near:
    """Two passages of two profiles; similarity is the cosine of their corrected vectors."""

    profiles: Profiles
    passages: tuple[UUID, UUID]
    similarity: float
    one_language: bool

    @property
    def tells_alone(self) -> bool:
        return self.similarity >= ALONE[self.one_language]

    @property
    def tells_with_another(self) -> bool:
        return self.similarity >= TOGETHER[self.one_language]


SIDE = """
    JOIN directory_passage {p} ON {p}.id = {e}.passage_id AND {p}.text_hash = {e}.text_hash
        AND {p}.kind <> 'publication'
    JOIN directory_profile {f} ON {f}.id = {p}.profile_id
        AND {f}.withdrawn_at IS NULL AND {f}.merged_into_id IS NULL
"""


def near_profiles(one: engine.Version, passages: Iterable[UUID]) -> set[Profiles]:
    """The pairs of profiles, smaller id first, of which one of these passages brings two near."""
    dimension = engine.encoder(one).dimension
    with transaction.atomic(), connection.cursor() as cursor:
        use_index(cursor)
        current = cursor.mogrify(CURRENT, one)
        cursor.execute(
            f"""
            SELECT least(a.id, b.id), greatest(a.id, b.id), n.language = q.language, n.cosine
            FROM (SELECT * FROM matches_embedding e
                  WHERE {current} AND e.passage_id = ANY(%s)) q
            {SIDE.format(p="p", e="q", f="a")}
            CROSS JOIN LATERAL (
                SELECT e.passage_id, e.text_hash, e.language,
                    1 - (e.corrected <=> q.corrected) AS cosine
                FROM matches_embedding e WHERE {current}
                ORDER BY e.corrected::halfvec({dimension})
                    <=> q.corrected::halfvec({dimension})
                LIMIT {NEAREST}
            ) n
            {SIDE.format(p="o", e="n", f="b")}
            WHERE a.id <> b.id AND a.kind = b.kind
            """,
            [list(passages)],
        )
        return {
            (first, second)
            for first, second, one_language, cosine in cursor.fetchall()
            if cosine >= TOGETHER[one_language]
        }


def near_passages(one: engine.Version, pairs: Iterable[Profiles]) -> list[Near]:
    """All near passages of each pair of profiles, nearest first."""
    pairs = list(pairs)
    with connection.cursor() as cursor:
        current = cursor.mogrify(CURRENT, one)
        cursor.execute(
            f"""
            SELECT w.one, w.other, p.id, o.id, x.language = y.language,
                1 - (x.corrected <=> y.corrected) AS cosine
            FROM unnest(%s::uuid[], %s::uuid[]) AS w(one, other)
            JOIN directory_passage p ON p.profile_id = w.one AND p.kind <> 'publication'
            JOIN directory_passage o ON o.profile_id = w.other AND o.kind <> 'publication'
            JOIN matches_embedding x ON x.passage_id = p.id AND x.text_hash = p.text_hash
                AND {current.replace("e.", "x.")}
            JOIN matches_embedding y ON y.passage_id = o.id AND y.text_hash = o.text_hash
                AND {current.replace("e.", "y.")}
            ORDER BY cosine DESC, p.id, o.id
            """,
            [[one for one, _other in pairs], [other for _one, other in pairs]],
        )
        rows = cursor.fetchall()
    near = [
        Near((one, other), (mine, theirs), cosine, same)
        for one, other, mine, theirs, same, cosine in rows
    ]
    return [found for found in near if found.tells_with_another]
