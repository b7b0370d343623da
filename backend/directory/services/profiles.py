"""Creating, changing and withdrawing profiles by hand (imports have their own services)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from backend.common.queue import enqueue
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

P = TypeVar("P", Institution, Expert)
SETS = ("fields", "sdgs", "sectors", "countries_worked_in", "sectors_not_wanted")


@transaction.atomic
def create_profile(*, model: type[Institution] | type[Expert], values: Mapping[str, Any]) -> Any:
    """Create an institution or expert with all that hangs on it.

    An import will leave alone what was said here.
    """
    plain, sets, parts = _sorted_out(values)
    profile = model(**plain, edited_fields=sorted({*values} - {"passages"}))
    profile.index_names()
    profile.save()
    _store_sets(profile, sets)
    _store_parts(profile, parts)
    return profile


@transaction.atomic
def change_profile(*, profile: P, values: Mapping[str, Any]) -> P:
    """Change what is given and nothing else; an import will leave the changed fields alone."""
    plain, sets, parts = _sorted_out(values)
    for name, value in plain.items():
        setattr(profile, name, value)
    profile.edited_fields = sorted({*profile.edited_fields, *values} - {"passages"})
    profile.version += 1
    profile.index_names()
    profile.save()
    _store_sets(profile, sets)
    _store_parts(profile, parts)
    return profile


@transaction.atomic
def withdraw_profile(*, profile: Profile) -> Profile:
    """Take a profile out of all lists and rankings; what refers to it stays readable."""
    if profile.withdrawn_at is None:
        profile.withdrawn_at = timezone.now()
        profile.version += 1
        profile.save(update_fields=["withdrawn_at", "version", "updated_at"])
        enqueue("matches.embed_pending")
    return profile


def _sorted_out(values: Mapping[str, Any]) -> tuple[dict, dict, dict]:
    """Columns, many-to-many sets, and rows of their own."""
    parts = {"contact", "language_skills", "availability", "affiliations", "passages"}
    return (
        {name: value for name, value in values.items() if name not in parts and name not in SETS},
        {name: value for name, value in values.items() if name in SETS},
        {name: value for name, value in values.items() if name in parts},
    )


def _store_sets(profile: Profile, sets: Mapping[str, Any]) -> None:
    for name, codes in sets.items():
        getattr(profile, name).set(codes)


def _store_parts(profile: Profile, parts: Mapping[str, Any]) -> None:
    if "passages" in parts:
        store_passages(profile=profile, rows=parts["passages"])
    if not isinstance(profile, Expert):
        return
    if "contact" in parts:
        Contact.objects.update_or_create(expert=profile, defaults=dict(parts["contact"]))
    _replace(LanguageSkill, profile, parts.get("language_skills"))
    _replace(AvailabilityPeriod, profile, parts.get("availability"))
    _replace(Affiliation, profile, parts.get("affiliations"))


def _replace(model: Any, expert: Expert, rows: Sequence[Mapping[str, Any]] | None) -> None:
    if rows is not None:
        model.objects.filter(expert=expert).delete()
        model.objects.bulk_create([model(expert=expert, **row) for row in rows])


def store_passages(*, profile: Profile, rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows with an id change that passage, rows without add one; passages not named stay."""
    known = {passage.pk: passage for passage in profile.passages.all()}
    for row in rows:
        values = dict(row)
        passage = known.get(values.pop("id", None)) or Passage(profile=profile)
        for name, value in values.items():
            setattr(passage, name, value)
        passage.edited = True
        if not passage._state.adding:
            passage.version += 1
        passage.save()
    enqueue("matches.embed_pending")
