"""Hard rules: who can't be proposed, and by which rule."""

from __future__ import annotations

from collections.abc import Callable

from matching.text import primary
from matching.types import Exclusion, Need, Profile

Rule = Callable[[Need, Profile], bool]


def wrong_kind(need: Need, profile: Profile) -> bool:
    return bool(need.kinds) and profile.kind not in need.kinds


def wrong_country(need: Need, profile: Profile) -> bool:
    return bool(need.countries) and profile.country not in need.countries


def language_not_spoken(need: Need, profile: Profile) -> bool:
    """Experts must speak all languages asked for; institutions are not asked."""
    if profile.kind != "expert":
        return False
    spoken = {primary(language) for language in profile.languages}
    return any(primary(language) not in spoken for language in need.languages)


def not_available(need: Need, profile: Profile) -> bool:
    """No period holds the day. Who named no period may be asked."""
    day = need.available_from
    if day is None or not profile.available:
        return False
    return not any(start <= day <= end for start, end in profile.available)


def conflict_of_interest(need: Need, profile: Profile) -> bool:
    return bool(set(need.exclude_institutions) & {profile.id, *profile.institutions})


def fully_loaded(need: Need, profile: Profile) -> bool:
    return profile.capacity is not None and profile.load >= profile.capacity


# In the order in which a reason is named when several hold.
RULES: dict[str, Rule] = {
    "kind": wrong_kind,
    "conflict": conflict_of_interest,
    "country": wrong_country,
    "language": language_not_spoken,
    "availability": not_available,
    "load": fully_loaded,
}


def exclusion(need: Need, profile: Profile) -> Exclusion | None:
    """The first rule that leaves the profile out, or None where none does."""
    for name, broken in RULES.items():
        if broken(need, profile):
            return Exclusion(profile.id, name)
    return None
