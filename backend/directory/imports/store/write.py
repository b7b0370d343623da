"""Writes the differences of one batch, a few statements for all of them together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connections, router
from django.db.models.sql import InsertQuery
from django.utils import timezone

from backend.directory.imports.columns import EXPERTS
from backend.directory.imports.store.changes import Difference, merged
from backend.directory.imports.store.state import SHARED_SETS, through
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

PROFILE_FIELDS = (
    "names", "search_names", "name_keys", "sounds", "country", "city", "consent_listed",
    "consent_refused", "last_confirmed", "demo", "source", "external_id", "import_hash", "version",
    "updated_at",
)  # fmt: skip
EXPERT_FIELDS = ("gender", "orcid", "max_open_engagements")
INSTITUTION_FIELDS = (
    "type", "ror", "website", "source_url", "illustrative", "network_from", "network_to",
)  # fmt: skip
PASSAGE_FIELDS = (
    "kind", "text", "text_hash", "plain_hash", "language", "year", "origin", "identifier",
    "attestation", "external_id", "import_key", "version", "updated_at",
)  # fmt: skip


def write(kind: str, differences: list[Difference]) -> None:
    """Stores new and changed profiles of one kind. Runs in the caller's transaction."""
    differences = merged(differences)
    create_profiles(kind, [d.state.profile for d in differences if d.state.is_new])
    stored = [d for d in differences if not d.state.is_new]
    _update_profiles(kind, [d.state.profile for d in stored if d.changes])
    # Nothing of the profile changed, but the row is known from now on.
    same = [d.state.profile for d in stored if not d.changes]
    Profile.objects.bulk_update(same, ["import_hash"])
    for name, column in SHARED_SETS.items():
        _write_set(through(Profile, name), "profile_id", column, name, differences)
    if kind == EXPERTS:
        _write_of_experts(differences)
    _write_passages(differences)


def create_profiles(kind: str, profiles: Iterable[Any]) -> None:
    """Inserts rows of Profile and of its child table; Django's bulk_create refuses the two."""
    profiles = list(profiles)
    if not profiles:
        return
    model: Any = Expert if kind == EXPERTS else Institution
    columns = [f.attname for f in Profile._meta.concrete_fields]
    Profile.objects.bulk_create(
        Profile(**{column: getattr(profile, column) for column in columns}) for profile in profiles
    )
    query = InsertQuery(model)
    query.insert_values(model._meta.local_concrete_fields, profiles)
    query.get_compiler(connection=connections[router.db_for_write(model)]).execute_sql()


def new_row(kind: str, pk: UUID) -> Expert | Institution:
    """A row not stored yet, with the id that both its tables will have."""
    if kind == EXPERTS:
        return Expert(id=pk, profile_ptr_id=pk, kind=Profile.Kind.EXPERT)
    return Institution(id=pk, profile_ptr_id=pk, kind=Profile.Kind.INSTITUTION)


def _update_profiles(kind: str, profiles: list[Any]) -> None:
    now = timezone.now()
    for profile in profiles:
        profile.updated_at = now
    Profile.objects.bulk_update(profiles, PROFILE_FIELDS)
    model, fields = (
        (Expert, EXPERT_FIELDS) if kind == EXPERTS else (Institution, INSTITUTION_FIELDS)
    )
    model.objects.bulk_update(profiles, fields)


def _with(differences: list[Difference], *names: str) -> list[Difference]:
    return [d for d in differences if d.fields.intersection(names)]


def _write_set(
    table: Any, owner: str, column: str, name: str, differences: list[Difference]
) -> None:
    """The whole set anew for each profile whose set changed."""
    changed = _with(differences, name)
    ids = [d.state.profile.pk for d in changed]
    table.objects.filter(**{f"{owner}__in": ids}).delete()
    table.objects.bulk_create(
        table(**{owner: d.state.profile.pk, column: code})
        for d in changed
        for code in d.state.values[name]
    )


def _write_of_experts(differences: list[Difference]) -> None:
    table = through(Expert, "countries_worked_in")
    _write_set(table, "expert_id", "country_id", "countries_worked_in", differences)
    _write_languages(_with(differences, "language_skills"))
    _write_availability(_with(differences, "availability"))
    _write_contacts(_with(differences, "email", "phone"))
    Affiliation.objects.bulk_create(a for d in differences for a in d.new_affiliations)
    Affiliation.objects.bulk_update(
        [a for d in differences for a in d.changed_affiliations],
        ["position", "start_year", "end_year"],
    )


def _write_languages(differences: list[Difference]) -> None:
    experts = [d.state.profile.pk for d in differences]
    LanguageSkill.objects.filter(expert__in=experts).delete()
    LanguageSkill.objects.bulk_create(
        LanguageSkill(expert_id=d.state.profile.pk, language_id=code, level=level)
        for d in differences
        for code, level in d.state.values["language_skills"]
    )


def _write_availability(differences: list[Difference]) -> None:
    experts = [d.state.profile.pk for d in differences]
    AvailabilityPeriod.objects.filter(expert__in=experts).delete()
    AvailabilityPeriod.objects.bulk_create(
        AvailabilityPeriod(expert_id=d.state.profile.pk, start=start, end=end)
        for d in differences
        for start, end in d.state.values["availability"]
    )


def _write_contacts(differences: list[Difference]) -> None:
    Contact.objects.bulk_create(
        (
            Contact(
                expert_id=d.state.profile.pk,
                email=d.state.values.get("email", ""),
                phone=d.state.values.get("phone", ""),
            )
            for d in differences
        ),
        update_conflicts=True,
        unique_fields=["expert"],
        update_fields=["email", "phone"],
    )


def _write_passages(differences: list[Difference]) -> None:
    now = timezone.now()
    changed = [passage for d in differences for passage in d.changed_passages]
    for passage in changed:
        passage.updated_at = now
    Passage.objects.bulk_create(p for d in differences for p in d.new_passages)
    Passage.objects.bulk_update(changed, PASSAGE_FIELDS)
