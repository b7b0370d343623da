"""The in-memory engine over the same network: what should have been found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
from tqdm import tqdm

from matching import Matcher, affinity, claims, lexical
from matching.encoders import get_encoder
from matching.explain import weigh
from matching.panel import covered
from matching.text import language_of
from matching.types import Need, Passage, Place, Profile

SURE = 3_000  # profiles of the highest affinity that are weighed in full
ROWS = 20_000  # read at a time


class Laid:
    """An encoder whose vectors of passages are laid out already, in the order of the passages."""

    def __init__(self, name: str, passages: np.ndarray) -> None:
        self.real = get_encoder(name)
        self.name, self.version = name, self.real.version
        self.dimension, self.languages = self.real.dimension, self.real.languages
        self.passages = passages

    def encode(self, texts: Sequence[str], role: Any) -> np.ndarray:
        if role == "query":
            return self.real.encode(texts, role)
        if len(texts) != len(self.passages):
            raise ValueError(f"{len(texts)} texts, but {len(self.passages)} vectors laid out.")
        return self.passages


class Yardstick(Matcher):
    """Compares every passage; weighs in full those with the ``SURE`` highest affinities."""

    def best(self, need: Need, k: int, allowed: np.ndarray) -> tuple[list[str], int]:
        """Ids of the ``k`` best, and at which place by affinity the last of them was found."""
        language = language_of(need.text, need.language)
        near = self.affinities(need.text, language)
        order = np.flatnonzero(allowed)
        order = order[np.argsort(-near[order], kind="stable")][:SURE]
        query = lexical.query(need.text, language, self.stats_)
        encoded = self._encoded([need.text], language)
        similarity = self._similarities(encoded, language)[0]
        asked = self._asked(need.text, language, encoded)
        evidence = self._evidence(need, order.tolist(), similarity, query, asked)
        nothing = covered(np.zeros((0, len(evidence.passages))), evidence.by)
        evidence = replace(evidence, overlaps={**evidence.overlaps, "coverage": nothing})
        best = weigh(evidence, self.ranker_).best_first(k)
        return [evidence.ids[place] for place in best], max(best, default=-1) + 1

    def affinities(self, text: str, language: str) -> np.ndarray:
        """Half best, half mean, for every profile in the order of ``fit``."""
        return affinity.of_candidates(self.similarities([text], language)[0], self.by_)


def yardstick() -> Yardstick:
    """Fitted on every listed profile that has a vector, as the database has it."""
    from backend.matches import engine

    lexical.terms = cache(lexical.terms)
    claims.reading.quantities = cache(claims.reading.quantities)
    profiles = _profiles()
    order = {p.id: i for i, p in enumerate(p for one in profiles for p in one.passages)}
    laid = [Laid(one.encoder, _vectors(one, order)) for one in engine.wanted()]
    return Yardstick(laid).fit(profiles)


def _profiles() -> list[Profile]:
    """With passages in the order in which vectors are laid out, and all facts for the features."""
    from django.db import connection
    from django.utils import timezone

    from backend.matches.selectors import facts, places

    with connection.cursor() as cursor:
        cursor.execute(PASSAGES)
        rows = cursor.fetchall()
    found: dict[str, list[Passage]] = {}
    texts: dict[str, str] = {}  # equal ones share their memory
    for profile, text, language, kind, year, pk, attestation in rows:
        one = Passage(texts.setdefault(text, text), language, kind, year, str(pk), attestation)
        found.setdefault(str(profile), []).append(one)
    ids, today, known = list(found), timezone.now().date(), places(timezone.now().date())
    told: dict[str, dict[str, Any]] = {}
    for start in tqdm(range(0, len(ids), ROWS), desc="facts"):
        told |= facts(ids[start : start + ROWS], known, today)
    return [Profile(pk, tuple(passages), **told[pk]) for pk, passages in found.items()]


PASSAGES = """
    SELECT p.profile_id, p.text, t.language, p.kind, p.year, p.id, p.attestation
    FROM directory_passage p
    JOIN matches_passageterms t ON t.passage_id = p.id AND t.text_hash = p.text_hash
    JOIN directory_profile f ON f.id = p.profile_id
    WHERE NOT p.hidden AND f.consent_listed AND f.withdrawn_at IS NULL
    ORDER BY p.profile_id, p.id
"""


def _vectors(version: Any, order: dict[str | None, int]) -> np.ndarray:
    """Raw vectors of one version in the order of the passages that it has any of."""
    from django.db import connection, transaction
    from pgvector.psycopg import register_vector

    connection.ensure_connection()
    register_vector(connection.connection)
    rows: list[int] = []
    vectors: list[np.ndarray] = []
    with transaction.atomic(), connection.connection.cursor("vectors", binary=True) as cursor:
        cursor.itersize = ROWS
        cursor.execute(
            "SELECT passage_id, vector FROM matches_embedding WHERE encoder = %s"
            " AND encoder_version = %s AND correction_version = %s",
            list(version),
        )
        for passage, vector in tqdm(cursor, desc=f"vectors of {version.encoder}", unit=" rows"):
            if (row := order.get(str(passage))) is not None:
                rows.append(row)
                vectors.append(np.asarray(vector.to_numpy(), np.float16))
    return np.stack(vectors)[np.argsort(rows)].astype(np.float32)


def place_of(country: str) -> Place | None:
    """A need's country as the engine wants it."""
    from django.utils import timezone

    from backend.matches.selectors.facts import places

    return places(timezone.now().date()).get(country)
