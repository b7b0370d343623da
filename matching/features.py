"""What besides its text speaks for a candidate; each feature lies between 0 and 1."""

from __future__ import annotations

from matching.types import Need, Profile


def share(wanted: tuple[str, ...], has: tuple[str, ...]) -> float:
    """Which part of what is wanted is there; 0 where nothing is asked for."""
    return len(set(wanted) & set(has)) / len(set(wanted)) if wanted else 0.0


def overlaps(need: Need, profile: Profile) -> dict[str, float]:
    """Goals and sectors in common."""
    return {
        "sdgs": share(need.sdgs, profile.sdgs),
        "sectors": share(need.sectors, profile.sectors),
    }
