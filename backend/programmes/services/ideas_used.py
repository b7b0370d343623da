"""What becomes of an idea once a proposal grows out of it."""

from __future__ import annotations

from backend.programmes.models import IdeaStatus, ProjectIdea


def note_proposed(*, idea: ProjectIdea) -> None:
    """In the transaction that makes the proposal."""
    row = ProjectIdea.objects.select_for_update().get(pk=idea.pk)
    if row.status == IdeaStatus.OPEN:
        row.status = IdeaStatus.PROPOSED
        row.version += 1
        row.save(update_fields=["status", "version", "updated_at"])
