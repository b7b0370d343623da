"""How each reviewer fits each proposal, and what ties them, kept for the assignment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from backend.common.errors import Unavailable
from backend.directory.models import Profile
from backend.matches.engine import EncoderUnavailable
from backend.matches.selectors import Criteria
from backend.matches.services.ranking import Inquiry, rank
from backend.programmes.models import Proposal, Reviewer, ReviewPair, ReviewRound, Section
from backend.programmes.selectors.ties import ties

MOST = 4_000  # characters of a proposal that its reviewers are held against
UNKNOWN = 0.05  # the fit of whom nothing is known to fit


def look_at(
    *, round: ReviewRound, proposals: Iterable[Proposal], reviewers: Sequence[Reviewer]
) -> None:
    """Keeps the fit and the ties of each pair, as they are now. Raises ``Unavailable``."""
    asked = list(_with_texts(proposals))
    fits, tied = _fits(asked, reviewers), ties(asked, reviewers)
    pairs = [
        ReviewPair(
            round=round,
            proposal=proposal,
            reviewer=reviewer,
            score=fits.get((proposal.pk, reviewer.pk), UNKNOWN),
            conflicts=[one.as_json() for one in tied.get((proposal.pk, reviewer.pk), [])],
        )
        for proposal in asked
        for reviewer in reviewers
    ]
    ReviewPair.objects.bulk_create(
        pairs,
        update_conflicts=True,
        unique_fields=["proposal", "reviewer"],
        update_fields=["score", "conflicts", "updated_at"],
    )


def _fits(
    proposals: Sequence[Proposal], reviewers: Sequence[Reviewer]
) -> dict[tuple[UUID, UUID], float]:
    """By proposal and reviewer, as the ranking of experts for a need has it."""
    experts = {one.user.expert.pk: one.pk for one in reviewers if hasattr(one.user, "expert")}
    if not experts or not proposals:
        return {}
    try:
        found = rank([_inquiry(one) for one in proposals], 1, also=list(experts))
    except EncoderUnavailable:
        raise Unavailable(_("How reviewers fit can't be told right now. Try again.")) from None
    return {
        (proposal.pk, experts[UUID(hit.id)]): float(hit.score)
        for proposal, ranking in zip(proposals, found, strict=True)
        for hit in ranking.hits
        if UUID(hit.id) in experts
    }


def _inquiry(proposal: Proposal) -> Inquiry:
    return Inquiry(
        text=_text(proposal),
        language=proposal.language or None,
        criteria=Criteria(kinds=(Profile.Kind.EXPERT.value,)),
        sdgs=tuple(one.pk for one in proposal.sdgs.all()),
        sectors=tuple(one.pk for one in proposal.sectors.all()),
    )


def _text(proposal: Proposal) -> str:
    parts = [proposal.title, proposal.outcome, *(one.text for one in proposal.sections.all())]
    return ". ".join(part for part in parts if part)[:MOST]


def _with_texts(proposals: Iterable[Proposal]) -> Iterable[Proposal]:
    ids = [one.pk for one in proposals]
    sections = Prefetch("sections", Section.objects.order_by("pk"))
    rows = Proposal.objects.filter(pk__in=ids).order_by("pk")
    return rows.prefetch_related(sections, "sdgs", "sectors")
