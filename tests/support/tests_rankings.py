"""Rankings as a worker leaves them."""

from __future__ import annotations

from backend.directory.models import Profile
from backend.matches.models import Match, MatchRun
from backend.needs.models import Need


def finished_run(need: Need, size: int, values=None) -> MatchRun:
    """A ranking as a worker leaves it."""
    versions = {"ranker": "prior-x"}
    made = MatchRun.objects.create(need=need, status=MatchRun.Status.DONE, versions=versions)
    profiles = Profile.objects.listed().order_by("pk")[:size]
    Match.objects.bulk_create(
        Match(
            run=made,
            profile=profile,
            rank=rank,
            score=0.5,
            values=values[rank - 1] if values else {"affinity": 1.0},
        )
        for rank, profile in enumerate(profiles, start=1)
    )
    return made
