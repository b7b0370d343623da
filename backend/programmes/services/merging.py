"""What becomes of ideas, proposals and projects of an institution merged into another."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.utils import timezone

from backend.directory.models import Profile
from backend.programmes.models import (
    Activity,
    Contribution,
    IdeaPartner,
    PartnerStatus,
    PastProject,
    ProjectIdea,
    ProjectParty,
    Proposal,
    ProposalPartner,
    Section,
)
from backend.programmes.models.idea import CONCERNED

NAMED_IN: tuple[tuple[Any, str], ...] = (
    (ProjectIdea, "institution"),
    (Proposal, "institution"),
    (ProposalPartner, "institution"),
    (Section, "writer"),
    (Activity, "lead"),
    (Contribution, "institution"),
    (ProjectParty, "institution"),
)


def follow_merge(*, dropped: Profile, kept: Profile, **_signal: Any) -> None:
    """All that was the one's is the other's, which takes part once in an idea or a proposal."""
    if kept.kind != Profile.Kind.INSTITUTION:
        return
    _leave_where_both_are(dropped, kept)
    for model, field in NAMED_IN:
        model.objects.filter(**{field: dropped.pk}).update(**_changed(**{field: kept.pk}))
    for row in IdeaPartner.objects.filter(institution=dropped.pk).order_by("pk"):
        _follow(row, kept)
    IdeaPartner.objects.filter(
        idea__institution=kept.pk, institution=kept.pk, status__in=CONCERNED
    ).update(status=PartnerStatus.WITHDRAWN)
    for project in PastProject.objects.filter(institutions=dropped.pk):
        project.institutions.remove(dropped.pk)  # type: ignore[arg-type]  # keys do as well
        project.institutions.add(kept.pk)  # type: ignore[arg-type]  # keys do as well


def _leave_where_both_are(dropped: Profile, kept: Profile) -> None:
    there = ProposalPartner.objects.filter(institution=kept.pk, left_at__isnull=True)
    twice = ProposalPartner.objects.filter(institution=dropped.pk, left_at__isnull=True)
    twice.filter(proposal__in=there.values("proposal")).update(**_changed(left_at=timezone.now()))


def _follow(row: IdeaPartner, kept: Profile) -> None:
    """Of two that are asked into the same idea, the one that has joined goes before."""
    moved = _changed(institution=kept.pk)
    there = IdeaPartner.objects.filter(idea=row.idea_id, institution=kept.pk)
    there = there.filter(status__in=CONCERNED)
    if row.status == PartnerStatus.JOINED:
        there.filter(status=PartnerStatus.INVITED).update(status=PartnerStatus.WITHDRAWN)
    if row.status in CONCERNED and there.exists():
        moved["status"] = PartnerStatus.WITHDRAWN
    IdeaPartner.objects.filter(pk=row.pk).update(**moved)


def _changed(**values: Any) -> dict[str, Any]:
    return {**values, "version": F("version") + 1, "updated_at": timezone.now()}
