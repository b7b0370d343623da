"""Requests like a text, of those that a reader may know of, with as much as the reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from backend.accounts.models import User
from backend.consultations.models import ConsultationRequest
from backend.consultations.selectors import knowable_requests
from backend.matches.engine import NearestSentences
from backend.matches.services import Alike, similar_needs
from backend.needs.models import Need


@dataclass(frozen=True)
class SimilarRequest:
    """``is_open``: the reader may see the request itself, not only its outline."""

    request: ConsultationRequest
    score: float
    shared_terms: list[str]
    sentences: NearestSentences | None
    is_open: bool

    @property
    def need(self) -> Need:
        return self.request.need

    @property
    def language_of_text(self) -> str:
        return self.need.language or self.need.detected_language

    @property
    def sectors(self) -> list[str]:
        return sorted(sector.pk for sector in self.need.sectors.all())

    @property
    def year(self) -> int:
        """In which it was asked."""
        imported = getattr(self.request, "imported", None)
        return ((imported and imported.asked_on) or self.request.created_at).year


def similar_requests(
    *, text: str, language: str | None, user: User, k: int, leave_out: UUID | None = None
) -> list[SimilarRequest]:
    """The most alike first. ``leave_out`` is the need that it is asked for."""
    known = knowable_requests(user).exclude(need=leave_out)
    needs = Need.objects.filter(pk__in=known.order_by().values("need"))
    found = similar_needs(text=text, language=language, needs=needs, k=k)
    rows = known.filter(need__in=[one.row_id for one in found])
    rows = rows.select_related("need", "imported").prefetch_related("need__sectors").order_by("pk")
    newest = {row.need_id: row for row in rows}
    seen = set(
        ConsultationRequest.objects.visible_to(user)
        .filter(pk__in=[row.pk for row in newest.values()])
        .values_list("pk", flat=True)
    )
    return [_shown(one, newest[one.row_id], newest[one.row_id].pk in seen) for one in found]


def _shown(one: Alike, request: ConsultationRequest, is_open: bool) -> SimilarRequest:
    return SimilarRequest(request, one.score, _terms(one, request, is_open), one.sentences, is_open)


def _terms(one: Alike, request: ConsultationRequest, is_open: bool) -> list[str]:
    """Those shared; of a request that is not open, only those its outline holds as well."""
    if is_open:
        return list(one.shared_terms)
    outline = f"{request.need.title} {request.result_summary}".casefold()
    return [term for term in one.shared_terms if term.casefold() in outline]
