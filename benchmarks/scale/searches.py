"""Ways to search the network: ours, and bare ones to stand beside it.

Each takes a question and a filter, and gives ids of profiles, best first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import numpy as np

from benchmarks.scale.questions import Filter, Question
from benchmarks.scale.yardstick import Yardstick

K = 20
PASSAGES = 400  # taken by the bare ways, whose profiles count by their best passage
Search = Callable[[Question, Filter], list[str]]


def ours(question: Question, chosen: Filter) -> list[str]:
    """The whole answer, with reasons, as the API gives it."""
    from backend.matches.selectors import Criteria
    from backend.matches.services import answer

    found = answer(
        text=question.text,
        language=question.language,
        k=K,
        criteria=Criteria(countries=chosen.countries),
        country=question.country or None,
    )
    return [str(one.profile.pk) for one in found.matches]


@contextmanager
def scoring(profiles: int) -> Iterator[None]:
    """Another number of profiles than usual is scored after the glance."""
    from backend.matches.selectors import retrieval

    usual = retrieval.USUAL
    retrieval.USUAL = replace(usual, glanced=profiles)
    yield
    retrieval.USUAL = usual


def bare_pgvector(question: Question, chosen: Filter) -> list[str]:
    """The nearest passages by the same index, filtered in the same statement."""
    from django.db import connection, transaction
    from pgvector import HalfVector

    from backend.matches import engine
    from backend.matches.selectors.glance import CURRENT, version
    from backend.matches.selectors.retrieval import use_index

    one = engine.wanted()[0]
    vector = engine.ask(question.text, question.language, [one]).vectors[one]
    with transaction.atomic(), connection.cursor() as cursor:
        use_index(cursor)
        where = cursor.mogrify(CURRENT, version(one))
        if chosen.countries:
            where += cursor.mogrify(" AND f.country_id = ANY(%s)", [list(chosen.countries)])
        cursor.execute(
            f"""
            SELECT e.profile_id FROM matches_embedding e
            JOIN directory_profile f ON f.id = e.profile_id WHERE {where}
            ORDER BY e.corrected::halfvec(384) <=> %s::halfvec(384) LIMIT {PASSAGES}
            """,
            [HalfVector(vector).to_text()],
        )
        return _first(str(row[0]) for row in cursor.fetchall())


class Arrays:
    """The corrected vectors of the first encoder in memory, for numpy and faiss."""

    def __init__(self, yardstick: Yardstick, countries: np.ndarray, able: np.ndarray) -> None:
        import faiss

        rows, index = yardstick.indexes_[0]
        self.engine = yardstick
        self.vectors = index.vectors_
        self.owner = yardstick.by_.owner[rows]
        self.ids = [one.id for one in yardstick.profiles_]
        self.countries, self.able = countries, able
        self.flat = faiss.IndexScalarQuantizer(
            self.vectors.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
        )
        self.flat.add(self.vectors)

    def exact(self, question: Question, chosen: Filter) -> list[str]:
        """Every passage compared, half best and half mean, by numpy."""
        cosines = self.vectors @ self._vector(question)
        starts = np.flatnonzero(np.diff(self.owner, prepend=-1))
        sizes = np.diff(np.append(starts, len(cosines)))
        mean = np.add.reduceat(cosines, starts) / sizes
        near = (np.maximum.reduceat(cosines, starts) + mean) / 2
        near[~self._kept(chosen)[self.owner[starts]]] = -np.inf
        best = np.argpartition(-near, K)[:K]
        return [self.ids[self.owner[starts[i]]] for i in best[np.argsort(-near[best])]]

    def faiss(self, question: Question, chosen: Filter) -> list[str]:
        """The nearest passages by faiss, in half precision; those filtered out are dropped."""
        _, rows = self.flat.search(self._vector(question)[None], PASSAGES)
        kept = self._kept(chosen)
        owners = (self.owner[row] for row in rows[0] if row >= 0)
        return _first(self.ids[one] for one in owners if kept[one])

    def _vector(self, question: Question) -> np.ndarray:
        from backend.matches import engine

        one = engine.wanted()[0]
        found = engine.ask(question.text, question.language, [one]).vectors[one]
        return np.asarray(found, np.float32)

    def _kept(self, chosen: Filter) -> np.ndarray:
        if not chosen.countries:
            return self.able
        return self.able & np.isin(self.countries, chosen.countries)


def _first(profiles: Any) -> list[str]:
    """Each once, in the order of their first."""
    return list(dict.fromkeys(profiles))[:K]
