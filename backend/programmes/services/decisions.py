"""What follows from a decision: the record of what the reviews said, the letter, the project."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.accounts.models import User
from backend.programmes.models import Decision, Proposal, ReviewRound, ReviewStatus
from backend.programmes.selectors.ranking import ranking
from backend.programmes.selectors.remarks import remarks
from backend.programmes.services.projects.making import make_project
from backend.programmes.services.telling import tell_partners

AFTER_REVIEW = frozenset({"invite-full", "recommend", "not-recommend"})
SENTENCES: Mapping[str, Any] = {
    "invite-full": gettext_lazy(
        "the concept note “%(title)s” was chosen: you are invited to write the full proposal."
    ),
    "recommend": gettext_lazy("the proposal “%(title)s” was recommended for funding."),
    "not-recommend": gettext_lazy("the proposal “%(title)s” was not recommended for funding."),
    "approve": gettext_lazy("the proposal “%(title)s” was approved."),
    "reject": gettext_lazy("the proposal “%(title)s” was not approved."),
}
DECIDING = frozenset(SENTENCES)


def decided(proposal: Proposal, by: User) -> None:
    """In the transaction of the step, which the proposal, locked, has just taken."""
    step = proposal.steps.latest("pk")
    round = _round_of(proposal)
    decision = Decision.objects.create(
        proposal=proposal, step=step, round=round, **_standing(proposal, round)
    )
    tell_partners(proposal, decision, lambda: _letter(decision))
    if step.step == "approve":
        make_project(proposal=proposal)


def _round_of(proposal: Proposal) -> ReviewRound | None:
    """The last one in which somebody has reviewed it."""
    rows = ReviewRound.objects.filter(
        reviews__proposal=proposal, reviews__status=ReviewStatus.HANDED_IN
    )
    return rows.select_related("call__programme").order_by("-pk").first()


def _standing(proposal: Proposal, round: ReviewRound | None) -> dict[str, Any]:
    found = ranking(round).of(proposal.pk) if round else None
    if found is None or found.score is None or found.place is None:
        return {}
    score, place = found.score, found.place
    return {
        "rank": place.rank,
        "within": place.within,
        "score": score.adjusted,
        "raw": score.raw,
        "spread": score.spread,
    }


def _letter(decision: Decision) -> tuple[str, str]:
    """With the reasons and what reviewers remarked for the applicants; without any name."""
    step, proposal = decision.step, decision.proposal
    title = {"title": proposal.title}
    parts = [_("Dear colleagues,"), SENTENCES[step.step] % title]
    if step.reason:
        parts.append(_("Reasons:") + "\n" + step.reason)
    said = remarks(proposal, decision.round) if step.step in AFTER_REVIEW else []
    if said:
        numbered = [f"{number}. {text}" for number, text in enumerate(said, start=1)]
        parts.append("\n\n".join([_("What reviewers remarked:"), *numbered]))
    subject = _("Decision on the proposal: %(title)s") % title
    return subject, "\n\n".join(map(str, parts))
