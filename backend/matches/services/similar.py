"""Texts like one that is being told, in any language. Nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from backend.matches import engine, selectors
from backend.matches.selectors.versions import active_versions
from backend.matches.texts import NEEDS, Texts
from backend.needs.models import Need

COMPARED = 100  # texts, the nearest of all, that are scored


@dataclass(frozen=True)
class Alike:
    """A text like the one asked about, by the id of its row: its score, on the scale of
    candidates, and why."""

    row_id: UUID
    score: float
    shared_terms: tuple[str, ...]
    sentences: engine.NearestSentences | None


def similar_needs(*, text: str, language: str | None, needs: QuerySet[Need], k: int) -> list[Alike]:
    """Of ``needs`` up to ``k`` like the text, the most alike first."""
    return similar_texts(text=text, language=language, rows=needs, k=k, texts=NEEDS)


def similar_texts(
    *, text: str, language: str | None, rows: QuerySet[Any], k: int, texts: Texts
) -> list[Alike]:
    """Of ``rows``, which are texts of this kind, up to ``k`` like the text, the most alike first;
    none where none reaches the line: that two are alike, too, is likely only from there on.

    Raises ``EncoderUnavailable`` where the encoder process does not answer.
    """
    question = engine.ask(text, language, active_versions(), engine.aspects_of(text, {}))
    [stats] = selectors.term_statistics([question.terms])
    line = engine.active_ranker().line
    near = selectors.like(question, rows, COMPARED, texts)
    hits = [hit for hit in engine.alike(question, near, {}, stats, k) if hit.score >= line]
    return [
        Alike(UUID(hit.id), hit.score, hit.shared_terms, one)
        for hit, one in zip(hits, nearest(question, [hit.id for hit in hits], texts), strict=True)
    ]


def nearest(
    question: engine.Question, ids: list[str], texts: Texts
) -> list[engine.NearestSentences | None]:
    """Of each of these texts the sentence that is most like one of the question's."""
    rows = texts.model._default_manager.only("text", "terms__language").select_related("terms")
    found: dict[UUID, Any] = rows.in_bulk([UUID(pk) for pk in ids])
    told = [found[UUID(pk)] for pk in ids]
    return engine.nearest_sentences(question, [(row.text, row.terms.language) for row in told])
