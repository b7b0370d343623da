"""What two profiles say for or against being one, piece by piece."""

from __future__ import annotations

from collections.abc import Iterable

from backend.directory.imports.identity.candidates import Candidate
from backend.directory.imports.records import ProfileRecord
from backend.directory.name_keys import script_of, words_of

CLEAR, UNCLEAR, NO = "clear", "unclear", "no"
SHORTEST_WORD = 2  # letters of a word that can tell two names apart


def another_id(record: ProfileRecord, other: Candidate, source: str) -> bool:
    """Two ids of one source are two profiles."""
    both = record.external_id and other.external_id
    return bool(both) and source == other.source and record.external_id != other.external_id


def another_mark(record: ProfileRecord, other: Candidate) -> bool:
    return any(
        record.values.get(mark)
        and getattr(other, mark)
        and record.values[mark] != getattr(other, mark)
        for mark in ("orcid", "ror")
    )


def scripts(keys: Iterable[str]) -> set[str]:
    return {script_of(key) for key in keys}


def elsewhere(record: ProfileRecord, other: Candidate) -> bool:
    country = record.values.get("country", "")
    return bool(country and other.country and country != other.country)


def by_shared_mail(record: ProfileRecord, other: Candidate) -> str:
    """Offices share an address: names in one script with no word in common are two people."""
    mine, theirs = _words(record.names), _words(other.names)
    shared_scripts = mine.keys() & theirs.keys()
    if not shared_scripts:
        return CLEAR
    return UNCLEAR if any(mine[s] & theirs[s] for s in shared_scripts) else NO


def _words(names: dict[str, str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name in names.values():
        words = {word for word in words_of(name) if len(word) >= SHORTEST_WORD}
        found.setdefault(script_of(name), set()).update(words)
    return found
