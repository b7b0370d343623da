"""What applicants may read of reviews: the remarks meant for them, and nobody's name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from backend.common.personal import Person
from backend.directory.imports.contact_data import without_contacts
from backend.programmes.models import Proposal, Review, Reviewer, ReviewRound

LEAST = 4  # letters of a part of a name that is taken out by itself


def remarks(proposal: Proposal, round: ReviewRound | None) -> list[str]:
    """In an order that tells nothing of who wrote which, the same each time."""
    if round is None:
        return []
    rows = Review.objects.handed_in().filter(round=round, proposal=proposal)
    said = [one for one in rows if one.for_applicants.strip()]
    hidden = Person(words=_words(round.reviewers.select_related("user__expert")))
    said.sort(key=lambda one: hashlib.sha256(one.pk.bytes).digest())
    return [without_contacts(hidden.scrubbed(one.for_applicants.strip())) for one in said]


def _words(reviewers: Iterable[Reviewer]) -> tuple[str, ...]:
    """All that would tell who reviewed in the round: whole names, and the longer parts of them."""
    found: set[str] = set()
    for one in reviewers:
        expert = getattr(one.user, "expert", None)
        names = {one.user.get_full_name(), *(expert.names.values() if expert else ())}
        parts = {part for name in names for part in name.split() if len(part) >= LEAST}
        found |= {one.user.email, *names, *parts}
    return tuple(sorted(filter(None, found)))
