"""How a record differs from what is stored; what a person edited is left alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from backend.directory.imports.columns import CONTACT
from backend.directory.imports.records import AffiliationRecord, ProfileRecord
from backend.directory.imports.store.changes import Difference
from backend.directory.imports.store.passages import compare_passage
from backend.directory.imports.store.state import State
from backend.directory.models import Affiliation
from backend.directory.name_keys import script_of

SETS = ("fields", "sdgs", "sectors", "countries_worked_in", "language_skills", "availability")
InstitutionId = Callable[[AffiliationRecord], UUID]


def difference(state: State, record: ProfileRecord, institution_id: InstitutionId) -> Difference:
    found = Difference(state)
    edited = frozenset(state.profile.edited_fields)
    if "contact" in edited:  # edited as one
        edited |= CONTACT
    if "names" not in edited:
        _names(found, record)
    if record.consent_assumed and state.profile.consent_refused:
        edited |= {"consent_listed"}  # a no that was said is not turned by a yes for all
    for name, value in record.values.items():
        if name not in edited:
            _value(found, name, value)
    if not record.consent_assumed and "consent_listed" in {*record.values} - edited:
        refused = not record.values["consent_listed"]
        if refused != state.profile.consent_refused:
            _value(found, "consent_refused", refused)
    if "affiliations" not in edited:
        for affiliation in record.affiliations:
            _affiliation(found, affiliation, institution_id(affiliation))
    for passage in record.passages:
        compare_passage(found, passage)
    return found


def _names(found: Difference, record: ProfileRecord) -> None:
    """Names are added or changed, never taken away."""
    profile = found.state.profile
    old = dict(profile.names)
    new = dict(old)
    for tag, name in record.names.items():
        elsewhere = any(name == other for key, other in old.items() if key != tag)
        if not (elsewhere and script_of(name) == "LATIN"):
            new[tag] = name
    if new != old:
        found.note("names", old, new)
        profile.names = new
        profile.index_names()


def _value(found: Difference, name: str, new: Any) -> None:
    old = found.state.values.get(name)
    if name in SETS:
        old = sorted(old or [])
        new = _with_known_levels(old, new) if name == "language_skills" else sorted(new)
    if old == new:
        return
    found.note(name, old, new)
    found.state.values[name] = new
    if name not in SETS and name not in CONTACT:
        column = "country_id" if name == "country" else name
        setattr(found.state.profile, column, new)


def _with_known_levels(old: list[Any], new: list[Any]) -> list[Any]:
    """A language without a level says nothing against the level already known."""
    known = dict(old)
    return sorted((code, level or known.get(code, "")) for code, level in new)


def _affiliation(found: Difference, record: AffiliationRecord, institution: UUID) -> None:
    existing = _affiliation_at(found.state, institution, record.start_year)
    if existing is None:
        _new_affiliation(found, record, institution)
        return
    fields = ("position", "start_year", "end_year")
    old = {name: getattr(existing, name) for name in fields}
    new = {name: getattr(record, name) or old[name] for name in fields}
    if new != old:
        found.note("affiliations", list(old.values()), list(new.values()))
        for name in fields:
            setattr(existing, name, new[name])
        if not existing._state.adding:
            found.changed_affiliations.append(existing)


def _affiliation_at(state: State, institution: UUID, start: int | None) -> Affiliation | None:
    """The one of that year; a year not known on either side contradicts none."""
    here = {a.start_year: a for (pk, _start), a in state.affiliations.items() if pk == institution}
    if start is None:
        return next(iter(here.values()), None)
    return here.get(start) or here.get(None)


def _new_affiliation(found: Difference, record: AffiliationRecord, institution: UUID) -> None:
    created = Affiliation(
        expert_id=found.state.profile.pk,
        institution_id=institution,
        position=record.position,
        start_year=record.start_year,
        end_year=record.end_year,
    )
    found.state.affiliations[institution, record.start_year] = created
    found.new_affiliations.append(created)
    found.note("affiliations", "", f"{record.institution.reference} {record.position}".strip())
