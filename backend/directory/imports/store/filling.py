"""What a row of a profile that was merged into another can still tell of the one that stayed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from backend.directory.imports.records import ProfileRecord
from backend.directory.imports.store.state import State, key_prefix

CODES = ("fields", "sdgs", "sectors", "countries_worked_in")


def filling(state: State, record: ProfileRecord, merged: UUID) -> ProfileRecord:
    """The record without what would overwrite: it adds evidence, and fills what is empty.

    Consent is given to the profile that stayed, not through another.
    """
    own = state.values
    values = {
        name: _more(name, own.get(name), value)
        for name, value in record.values.items()
        if name in (*CODES, "language_skills") or own.get(name) in (None, "", [])
    }
    names = {tag: name for tag, name in record.names.items() if tag not in state.profile.names}
    prefix = key_prefix(merged)
    passages = tuple(replace(passage, prefix=prefix) for passage in record.passages)
    return replace(record, names=names, values=values, passages=passages)


def growing(state: State, record: ProfileRecord) -> ProfileRecord:
    """The record of one that others were merged into: what they brought is not in its file."""
    own = state.values
    values = {name: _with_own(name, own.get(name), value) for name, value in record.values.items()}
    return replace(record, values=values)


def _with_own(name: str, own: Any, new: Any) -> Any:
    if name == "language_skills":
        return list({**dict(own or ()), **dict(new)}.items())
    return _more(name, own, new)


def _more(name: str, own: Any, new: Any) -> Any:
    if name in CODES:
        return sorted({*(own or ()), *new})
    if name == "language_skills":
        return list({**dict(new), **dict(own or ())}.items())
    return new
