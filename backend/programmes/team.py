"""Experts for the work packages of an idea or a proposal, as a panel that covers them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from backend.matches.panels import COVERED
from backend.matches.selectors import Criteria
from backend.matches.services import PanelMember, answer


@dataclass(frozen=True)
class Team:
    """Who covers what; ``uncovered``: the packages (counted from 1) that nobody covers."""

    language: str
    members: list[PanelMember]
    packages: Sequence[str]
    uncovered: list[int]


def team_for(
    *,
    packages: Sequence[str],
    text: str,
    language: str | None,
    size: int,
    criteria: Criteria | None = None,
) -> Team:
    """Experts alone: institutions take part as partners. Raises ``EncoderUnavailable``."""
    names = [str(number) for number in range(1, len(packages) + 1)]
    found = answer(
        text=" ".join([text, *packages]),
        language=language,
        k=1,
        criteria=replace(criteria or Criteria(), kinds=("expert",)),
        panel=size,
        facets=dict(zip(names, packages, strict=True)),
    )
    members = found.panel or []
    covered = {cover.facet for one in members for cover in one.covers if cover.coverage >= COVERED}
    return Team(
        found.language, members, packages, [int(name) for name in names if name not in covered]
    )
