"""The fields of two profiles as one: what a person edited stays, what is empty is filled."""

from __future__ import annotations

from typing import Any

PLAIN = ("country_id", "city", "last_confirmed")
OF_EXPERTS = ("gender", "orcid", "user_id")
OF_INSTITUTIONS = ("type", "ror", "website", "source_url", "network_from", "network_to")
SETS = ("fields", "sdgs", "sectors")


def merge_values(kept: Any, dropped: Any) -> None:
    """Changes `kept`, and takes from `dropped` what only one profile may have; saves neither.

    Sets of codes are stored at once. Consent: both must have given it, and since an import would
    bring back that of one, it is marked as decided here.
    """
    edited = {*kept.edited_fields}
    _names(kept, dropped)
    for name in (*PLAIN, *(OF_EXPERTS if kept.kind == "expert" else OF_INSTITUTIONS)):
        _value(kept, dropped, name, edited)
    of_experts = ("countries_worked_in", "sectors_not_wanted")
    for name in (*SETS, *(of_experts if kept.kind == "expert" else ())):
        if name not in edited:
            getattr(kept, name).add(*getattr(dropped, name).all())
    if kept.consent_listed != dropped.consent_listed:
        kept.consent_listed = False
        edited.add("consent_listed")
    kept.demo = kept.demo and dropped.demo
    kept.edited_fields = sorted(edited)


def _names(kept: Any, dropped: Any) -> None:
    """Names in further languages and scripts; the one that stays keeps its own."""
    kept.names = {**dropped.names, **kept.names}


def _value(kept: Any, dropped: Any, name: str, edited: set[str]) -> None:
    own, other = getattr(kept, name), getattr(dropped, name)
    field = name.removesuffix("_id")
    preferred = field in dropped.edited_fields and field not in edited
    if other in (None, "") or own == other or not (own in (None, "") or preferred):
        return
    setattr(kept, name, other)
    if preferred:
        edited.add(field)
    if name in ("orcid", "user_id"):  # unique: two profiles can't have it
        setattr(dropped, name, "" if name == "orcid" else None)
