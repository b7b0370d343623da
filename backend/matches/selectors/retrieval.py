"""Which profiles are worth scoring, out of many: the best at a glance, and holders of rare terms.

A glance computes the affinity alone, where the vectors lie. Up to ``GLANCE_ALL`` profiles that the
hard rules leave, all are glanced at. Beyond, those among the nearest passages by index; where these
hold too few whom the rules leave (a filter unlike the need), more of them, and in the end all: a
filter never costs anybody the place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from pgvector import HalfVector

from backend.directory.models import Profile
from backend.matches import engine
from backend.matches.selectors.glance import CURRENT, glance, version
from backend.matches.texts import PASSAGES, Texts

SCORE_ALL = 400  # profiles; up to here retrieval would cost more than it saves
GLANCE_ALL = 4_000  # profiles; measured in docs/scaling.md, as the figures below
RAREST_TERMS = 3  # of the need's terms, whose every holder is a candidate too
HOLDERS = 100  # passages that may hold a rare term


@dataclass(frozen=True)
class Depth:
    """How far is looked: the profiles that a glance leaves to be scored, the passages taken by
    index and encoder (at first, and if too few), the lists of the index that are looked into."""

    glanced: int
    nearest: tuple[int, ...]
    probes: int


USUAL = Depth(200, (2_000, 10_000), 40)
# For a need in common words only: such terms are shared by many, and decide among them.
DEEPER = Depth(2_000, (10_000,), 200)
COMMON = 0.1  # of the passages that hold its commonest term, so many hold its rarest too

MATCHABLE = """
    FROM {model} p
    JOIN {terms} t ON t.{of}_id = p.id AND t.text_hash = p.text_hash
    {joins}
    WHERE {shown} AND p.{owner} IN ({owners})
"""


def matchable(owners: str, joins: str = "", texts: Texts = PASSAGES) -> str:
    """The texts (``p``) of these profiles or needs, with their terms (``t``)."""
    return MATCHABLE.format(
        owners=owners,
        joins=joins,
        model=texts.table("model"),
        terms=texts.table("terms"),
        of=texts.of,
        shown=texts.shown,
        owner=texts.owner_column,
    )


def more_than(limit: int, profiles: QuerySet[Profile]) -> bool:
    """Whether there are more; counted no further than that."""
    return profiles.order_by().values("pk")[: limit + 1].count() > limit


def retrieve(
    cursor, question: engine.Question, profiles: QuerySet[Profile], stats: engine.Statistics
) -> set[UUID]:
    """Ids of those of ``profiles`` that may be among the best."""
    known = sorted((n, term) for term, n in stats.frequencies.items() if n)
    common = bool(known) and known[0][0] > max(HOLDERS, COMMON * known[-1][0])
    depth = DEEPER if common else USUAL
    rarest = [term for n, term in known[:RAREST_TERMS] if n <= HOLDERS]
    return _best(cursor, question, profiles, depth) | _holders(cursor, rarest, profiles)


def _best(
    cursor, question: engine.Question, profiles: QuerySet[Profile], depth: Depth
) -> set[UUID]:
    if more_than(GLANCE_ALL, profiles):
        use_index(cursor, depth.probes)
        for limit in depth.nearest:
            near = _nearest(cursor, question, limit)
            found = glance(cursor, question, profiles.filter(pk__in=near), depth.glanced)
            if len(found) >= depth.glanced:
                return found
    return glance(cursor, question, profiles, depth.glanced)


def use_index(cursor, probes: int = USUAL.probes) -> None:
    """How thoroughly the indexes of vectors are searched, until the transaction ends."""
    cursor.execute(f"SET LOCAL ivfflat.probes = {probes}")
    cursor.execute("SET LOCAL ivfflat.iterative_scan = relaxed_order")


def _nearest(cursor, question: engine.Question, limit: int) -> set[UUID]:
    """The profiles of the nearest passages, whoever they are."""
    found: set[UUID] = set()
    for name, vector in question.vectors.items():
        dimension = engine.encoder(name).dimension
        # The encoder's names stand in the text, not as parameters: only so does the planner see
        # that the partial index covers the question.
        current = cursor.mogrify(CURRENT, version(name))
        cursor.execute(
            f"""
            SELECT e.profile_id FROM matches_embedding e WHERE {current}
            ORDER BY e.corrected::halfvec({dimension}) <=> %s::halfvec({dimension}) LIMIT %s
            """,
            [HalfVector(vector).to_text(), limit],
        )
        found |= {row[0] for row in cursor.fetchall()}
    return found


def _holders(cursor, rarest: Sequence[str], profiles: QuerySet[Profile]) -> set[UUID]:
    """Holders of the need's rarest terms, which vectors may overlook: a name, a model, a place."""
    if not rarest:
        return set()
    # Few passages hold them: these are looked up first, and then who of their profiles is left.
    cursor.execute(
        """
        SELECT DISTINCT p.profile_id FROM directory_passage p
        JOIN matches_passageterms t ON t.passage_id = p.id AND t.text_hash = p.text_hash
        WHERE NOT p.hidden AND t.terms && %s::text[]
        """,
        [list(rarest)],
    )
    holders = [row[0] for row in cursor.fetchall()]
    return set(profiles.filter(pk__in=holders).order_by().values_list("pk", flat=True))
