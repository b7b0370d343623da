"""What becomes of ideas and past projects of an institution that was merged into another."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.utils import timezone

from backend.directory.models import Profile
from backend.programmes.models import IdeaPartner, PartnerStatus, PastProject, ProjectIdea
from backend.programmes.models.idea import CONCERNED


def follow_merge(*, dropped: Profile, kept: Profile, **_signal: Any) -> None:
    """All that was the one's is the other's, which takes part in an idea once."""
    if kept.kind != Profile.Kind.INSTITUTION:
        return
    moved = {"institution": kept.pk, "version": F("version") + 1, "updated_at": timezone.now()}
    ProjectIdea.objects.filter(institution=dropped.pk).update(**moved)
    for row in IdeaPartner.objects.filter(institution=dropped.pk).order_by("pk"):
        _follow(row, kept, moved)
    IdeaPartner.objects.filter(
        idea__institution=kept.pk, institution=kept.pk, status__in=CONCERNED
    ).update(status=PartnerStatus.WITHDRAWN)
    for project in PastProject.objects.filter(institutions=dropped.pk):
        project.institutions.remove(dropped.pk)  # type: ignore[arg-type]  # keys do as well
        project.institutions.add(kept.pk)  # type: ignore[arg-type]  # keys do as well


def _follow(row: IdeaPartner, kept: Profile, moved: dict[str, Any]) -> None:
    """Of two that are asked into the same idea, the one that has joined goes before."""
    there = IdeaPartner.objects.filter(idea=row.idea_id, institution=kept.pk)
    there = there.filter(status__in=CONCERNED)
    if row.status == PartnerStatus.JOINED:
        there.filter(status=PartnerStatus.INVITED).update(status=PartnerStatus.WITHDRAWN)
    if row.status in CONCERNED and there.exists():
        moved = {**moved, "status": PartnerStatus.WITHDRAWN}
    IdeaPartner.objects.filter(pk=row.pk).update(**moved)
