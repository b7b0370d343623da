"""What ties reviewers to the institutions and countries of proposals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.utils import timezone

from backend.conflicts.findings import Kind
from backend.conflicts.selectors import candidates, findings_of
from backend.directory.models import Institution, Membership
from backend.programmes.models import Proposal, ProposalPartner, Reviewer
from backend.programmes.tying import COUNTRY, Tie

Ties = dict[tuple[UUID, UUID], list[Tie]]  # by proposal and reviewer


def ties(proposals: Iterable[Proposal], reviewers: Sequence[Reviewer]) -> Ties:
    """Findings that nobody waived, membership in a partner, and the country of any partner.

    For reviewers with accounts loaded: eight queries for each institution that takes part.
    """
    partners = _partners(proposals)
    with_partner = _found(reviewers, {one.institution for one in partners})
    homes = _homes(reviewers)
    found: dict[tuple[UUID, UUID], set[Tie]] = defaultdict(set)
    for partner in partners:
        for reviewer in reviewers:
            here = found[partner.proposal_id, reviewer.pk]
            here |= {Tie(kind, partner.institution_id) for kind in
                     with_partner[partner.institution_id, reviewer.pk]}  # fmt: skip
            if partner.country_id in homes[reviewer.pk]:
                here.add(Tie(COUNTRY, partner.institution_id))
    return {pair: sorted(some) for pair, some in found.items()}


def _partners(proposals: Iterable[Proposal]) -> list[ProposalPartner]:
    rows = ProposalPartner.objects.filter(proposal__in=proposals, left_at__isnull=True)
    return list(rows.select_related("institution").order_by("pk"))


def _found(
    reviewers: Sequence[Reviewer], partners: Iterable[Institution]
) -> dict[tuple[UUID, UUID], set[str]]:
    """Kinds of ties by institution and reviewer."""
    by_expert = {one.user.expert.pk: one.pk for one in reviewers if hasattr(one.user, "expert")}
    known = candidates([one.user.expert for one in reviewers if one.pk in by_expert.values()])
    acting = _acting(reviewers)
    found: dict[tuple[UUID, UUID], set[str]] = defaultdict(set)
    for partner in sorted(partners, key=lambda one: one.pk):
        for expert, some in findings_of(known, partner).items():
            found[partner.pk, by_expert[expert]] |= {str(f.kind) for f in some if f.is_open}
        for reviewer in reviewers:
            if partner.pk in acting[reviewer.user_id]:
                found[partner.pk, reviewer.pk].add(str(Kind.REQUESTER))
    return found


def _acting(reviewers: Sequence[Reviewer]) -> dict[UUID, set[UUID]]:
    """By account the institutions it acts for today."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    rows = Membership.objects.valid_on(timezone.localdate())
    rows = rows.filter(user__in=[one.user_id for one in reviewers])
    for user, institution in rows.values_list("user", "institution"):
        found[user].add(institution)
    return found


def _homes(reviewers: Sequence[Reviewer]) -> dict[UUID, set[str]]:
    """By reviewer the countries of the profile, and of the institutions one acts for."""
    acting = _acting(reviewers)
    places = dict(
        Institution.objects.filter(pk__in=set().union(*acting.values())).values_list(
            "pk", "country"
        )
    )
    homes: dict[UUID, set[str]] = {}
    for one in reviewers:
        expert = getattr(one.user, "expert", None)
        found = {places.get(pk) for pk in acting[one.user_id]}
        found.add(expert.country_id if expert else None)
        homes[one.pk] = {code for code in found if code}
    return homes
