"""The profiles in the database that those of a batch might be, read in a few queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Lower

from backend.directory.imports.columns import EXPERTS
from backend.directory.imports.records import ProfileRecord
from backend.directory.models import Affiliation, Contact, Expert, Institution, Profile
from backend.directory.name_keys import name_keys
from backend.directory.sounds import sounds_across


@dataclass
class Candidate:
    """What identity needs to know of a profile that exists, or that this batch makes.

    One that was merged is known by its own ids and names, as `alias`; `id` is the one that stayed.
    """

    id: UUID
    names: dict[str, str]
    source: str = ""
    external_id: str = ""
    keys: frozenset[str] = frozenset()
    sounds: frozenset[str] = frozenset()
    orcid: str = ""
    ror: str = ""
    email: str = ""
    country: str = ""
    institutions: set[UUID] = field(default_factory=set)
    import_hash: str = ""
    listed: bool = False
    withdrawn: bool = False
    alias: UUID | None = None
    edited: frozenset[str] = frozenset()  # fields that a person changed
    adopted: bool = False  # whether a row of this batch gave it its external id


def keys_of(record: ProfileRecord) -> frozenset[str]:
    return frozenset(name_keys(record.names.values(), person=record.kind == EXPERTS))


def email_of(record: ProfileRecord) -> str:
    return str(record.values.get("email", "")).lower()


def candidates(
    kind: str, records: list[ProfileRecord], source: str, answers: Iterable[str]
) -> list[Candidate]:
    """Every profile of the kind that shares an id, a name or its sound, a row, an ORCID, a ROR
    or an e-mail."""
    profiles = Profile.objects.filter(kind=kind.removesuffix("s"))
    external = [record.external_id for record in records if record.external_id]
    keys = sorted({key for record in records for key in keys_of(record)})
    sounds = sorted({key for record in records for key in sounds_across(record.names.values())})
    hashes = {record.hash for record in records if not record.external_id}
    wanted = {record.same_as for record in records} | set(answers)
    found: set[UUID] = set(
        _ids(profiles.filter(source=source, external_id__in=external))
        | _ids(profiles.filter(source=source, import_hash__in=hashes).exclude(import_hash=""))
        | _ids(profiles.filter(name_keys__overlap=keys))
        | _ids(profiles.filter(sounds__overlap=sounds))
        | _ids(profiles.filter(pk__in=wanted - {"", "new"}))
    )
    found |= _of_experts(records) if kind == EXPERTS else _of_institutions(records)
    return _read(kind, found)


def _ids(profiles: QuerySet) -> set[UUID]:
    return set(profiles.values_list("pk", flat=True))


def _of_experts(records: list[ProfileRecord]) -> set[UUID]:
    orcids = [record.values["orcid"] for record in records if record.values.get("orcid")]
    emails = [email_of(record) for record in records if email_of(record)]
    by_mail = Contact.objects.annotate(lower=Lower("email")).filter(lower__in=emails)
    return _ids(Expert.objects.filter(orcid__in=orcids)) | _ids(by_mail)


def _of_institutions(records: list[ProfileRecord]) -> set[UUID]:
    rors = [record.values["ror"] for record in records if record.values.get("ror")]
    return _ids(Institution.objects.filter(ror__in=rors))


def _read(kind: str, ids: set[UUID]) -> list[Candidate]:
    model = Expert if kind == EXPERTS else Institution
    rows = model.objects.filter(pk__in=ids).select_related("merged_into").order_by("pk")
    emails = dict(Contact.objects.filter(expert__in=ids).values_list("expert_id", "email"))
    institutions: dict[UUID, set[UUID]] = {}
    pairs = Affiliation.objects.filter(expert__in=ids).values_list("expert_id", "institution_id")
    for expert, institution in pairs:
        institutions.setdefault(expert, set()).add(institution)
    return [
        Candidate(
            id=row.merged_into_id or row.pk,
            alias=row.pk if row.merged_into_id else None,
            names=row.names,
            source=row.source,
            external_id=row.external_id,
            keys=frozenset(row.name_keys),
            sounds=frozenset(row.sounds),
            edited=frozenset(row.edited_fields),
            orcid=getattr(row, "orcid", ""),
            ror=getattr(row, "ror", ""),
            email=emails.get(row.pk, "").lower(),
            country=row.country_id or "",
            institutions=institutions.get(row.pk, set()),
            import_hash=row.import_hash,
            listed=(row.merged_into or row).consent_listed,
            withdrawn=(row.merged_into or row).withdrawn_at is not None,
        )
        for row in rows
    ]
