"""Profiles as they stand in the database, read and locked for one batch in a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from backend.directory.imports.columns import EXPERTS
from backend.directory.models import (
    Affiliation,
    AvailabilityPeriod,
    Contact,
    Expert,
    Institution,
    LanguageSkill,
    Passage,
    Profile,
)

SHARED_SETS = {"fields": "field_id", "sdgs": "goal_id", "sectors": "sector_id"}


@dataclass
class State:
    """A profile with all that hangs on it. `values` has everything but names as plain values."""

    profile: Expert | Institution
    values: dict[str, Any] = field(default_factory=dict)
    affiliations: dict[tuple[UUID, int | None], Affiliation] = field(default_factory=dict)
    passages: dict[str, Passage] = field(default_factory=dict)  # by import key
    texts: dict[str, Passage] = field(default_factory=dict)  # by the text's hash
    left_behind: dict[str, str] = field(default_factory=dict)  # hashes of texts, by import key
    has_merged: bool = False  # others were merged into it
    is_new: bool = False

    def add(self, passage: Passage) -> None:
        if passage.import_key:
            self.passages[passage.import_key] = passage
        self.texts.setdefault(passage.text_hash, passage)


def through(model: type[Any], name: str) -> Any:
    """The table between profiles and a codelist."""
    return getattr(model, name).through


def load(kind: str, ids: Iterable[UUID]) -> dict[UUID, State]:
    """The states of profiles, their rows locked in ascending order of id."""
    model: Any = Expert if kind == EXPERTS else Institution
    rows = model.objects.filter(pk__in=ids).order_by("pk").select_for_update()
    states = {row.pk: State(row, _own_values(row)) for row in rows}
    for name, column in SHARED_SETS.items():
        _load_set(states, through(Profile, name), "profile_id", column, name)
    for passage in Passage.objects.filter(profile__in=states).order_by("pk"):
        states[passage.profile_id].add(passage)
    _load_left_behind(states)
    if kind == EXPERTS:
        _load_of_experts(states)
    return states


def _load_left_behind(states: dict[UUID, State]) -> None:
    """What profiles that were merged into these have kept, since these had it already."""
    merged_into = Profile.objects.filter(merged_into__in=states).values_list("merged_into")
    for (kept,) in merged_into.distinct():
        if kept:
            states[kept].has_merged = True
    rows = Passage.objects.filter(profile__merged_into__in=states).exclude(import_key="")
    columns = ("profile__merged_into", "profile", "import_key", "text_hash")
    for kept, merged, key, text in rows.values_list(*columns):
        states[kept].left_behind[f"{key_prefix(merged)}{key}"] = text


def key_prefix(profile: UUID) -> str:
    """What stands before the import keys of passages that came from a merged profile."""
    return f"{profile.hex}:"


def _own_values(row: Expert | Institution) -> dict[str, Any]:
    skipped = {"id", "profile_ptr", "names", "user", "parent"}
    fields = (f for f in row._meta.concrete_fields if f.name not in skipped)
    return {f.name: getattr(row, f.attname) for f in fields}


def _load_set(states: dict[UUID, State], table: Any, owner: str, column: str, name: str) -> None:
    found: dict[UUID, list[str]] = defaultdict(list)
    for pk, code in table.objects.filter(**{f"{owner}__in": states}).values_list(owner, column):
        found[pk].append(code)
    for pk, state in states.items():
        state.values[name] = found[pk]


def _load_of_experts(states: dict[UUID, State]) -> None:
    table = through(Expert, "countries_worked_in")
    _load_set(states, table, "expert_id", "country_id", "countries_worked_in")
    for state in states.values():
        state.values |= {"language_skills": [], "availability": [], "email": "", "phone": ""}
    for skill in LanguageSkill.objects.filter(expert__in=states):
        pair = (skill.language_id, skill.level)
        states[skill.expert_id].values["language_skills"].append(pair)
    for period in AvailabilityPeriod.objects.filter(expert__in=states):
        states[period.expert_id].values["availability"].append((period.start, period.end))
    for contact in Contact.objects.filter(expert__in=states):
        states[contact.expert_id].values |= {"email": contact.email, "phone": contact.phone}
    for affiliation in Affiliation.objects.filter(expert__in=states):
        key = (affiliation.institution_id, affiliation.start_year)
        states[affiliation.expert_id].affiliations[key] = affiliation
