"""What rankings tell of people, and how it goes."""

from __future__ import annotations

from typing import Any

from backend.common.personal import Fate, Keeper, Person, listed
from backend.matches.models import Match, MatchRun, Outcome


def export(person: Person) -> dict[str, Any]:
    return {
        "outcomes": listed(
            Outcome.objects.filter(profile__in=person.profiles), "kind", "reason", "rating", "at"
        )
    }


def erase(person: Person) -> None:
    """A match keeps the passage it quoted, without the person's name in it.

    Vectors and terms go with the passages that they are of; outcomes, which the ranker learns
    from, refer to a profile without a name.
    """
    person.scrub(Match.objects.filter(profile__in=person.profiles), "reasons", "shared_terms")
    person.scrub_wherever(MatchRun.objects.all(), "parameters", "excluded", "missing", "error")


KEEPER = Keeper(
    columns={
        "matches.Embedding.profile": Fate.DELETED,
        "matches.Match.profile": Fate.SCRUBBED,
        **dict.fromkeys(
            (
                "matches.MatchRun.requested_by",
                "matches.PanelMember.profile",
                "matches.Outcome.profile",
                "matches.Outcome.by",
            ),
            Fate.KEPT,
        ),
    },
    export=export,
    erase=erase,
)
