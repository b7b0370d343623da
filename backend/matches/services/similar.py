"""Needs like one that is being told, in any language. Nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from backend.matches import engine, selectors
from backend.matches.selectors.versions import active_versions
from backend.needs.models import Need

COMPARED = 100  # needs, the nearest of all, that are scored


@dataclass(frozen=True)
class Alike:
    """A need like the one asked about: its score, on the scale of candidates, and why."""

    need_id: UUID
    score: float
    shared_terms: tuple[str, ...]
    sentences: engine.NearestSentences | None


def similar_needs(*, text: str, language: str | None, needs: QuerySet[Need], k: int) -> list[Alike]:
    """Of ``needs`` up to ``k`` like the text, the most alike first; none where none reaches the
    line: that two needs are alike, too, is likely only from there on.

    Raises ``EncoderUnavailable`` where the encoder process does not answer.
    """
    question = engine.ask(text, language, active_versions(), engine.aspects_of(text, {}))
    stats = selectors.term_statistics(question.terms)
    line = engine.active_ranker().line
    candidates = selectors.like(question, needs, COMPARED)
    hits = [hit for hit in engine.alike(question, candidates, {}, stats, k) if hit.score >= line]
    found = Need.objects.only("text", "terms__language").select_related("terms")
    texts = found.in_bulk([UUID(hit.id) for hit in hits])
    rows = [texts[UUID(hit.id)] for hit in hits]
    near = engine.nearest_sentences(question, [(row.text, row.terms.language) for row in rows])
    return [
        Alike(row.pk, hit.score, hit.shared_terms, one)
        for hit, row, one in zip(hits, rows, near, strict=True)
    ]
