"""Reads of the conflicts app."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from backend.conflicts import known
from backend.conflicts.checks import CHECKS
from backend.conflicts.findings import Finding
from backend.conflicts.known import Candidate, candidates
from backend.directory.models import Institution, Profile

__all__ = ["Candidate", "candidates", "findings", "findings_of", "open_findings"]


def findings(candidate: Profile, partner: Institution) -> list[Finding]:
    """All that is found today between a candidate and who asks, waived or not."""
    return findings_of(candidates([candidate]), partner)[candidate.pk]


def open_findings(candidate: Profile, partner: Institution) -> list[Finding]:
    """Those that stand in the way of an invitation."""
    return [one for one in findings(candidate, partner) if one.is_open]


def findings_of(known_of: Sequence[Candidate], partner: Institution) -> dict[UUID, list[Finding]]:
    """The same of many, by candidate: eight queries, whatever their number.

    What ``candidates`` has read of them is held against one partner after the other.
    """
    asks = known.partner(partner, [one.profile.pk for one in known_of])
    return {
        one.profile.pk: [
            replace(found, waiver=asks.waived.get((one.profile.pk, found.key)))
            for check in CHECKS
            for found in check(one, asks)
        ]
        for one in known_of
    }
