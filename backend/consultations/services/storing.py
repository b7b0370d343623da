"""Writes one request of a file: made, brought up to date, or left as a person has changed it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from backend.consultations.imports.records import RequestRecord
from backend.consultations.models import ConsultationRequest, ImportedRequest, StepTaken
from backend.consultations.services.clocks import run_clocks
from backend.directory.imports.contact_data import masked
from backend.directory.imports.report import CHANGED_HERE, CREATED, UNCHANGED, UPDATED
from backend.directory.imports.store.changes import Change
from backend.directory.models import Profile
from backend.needs.models import Need
from backend.needs.services import SETS, change_need, create_need

STEP = "import"


@dataclass
class Stored:
    """What became of a record, and the changes to show in a preview."""

    outcome: str
    id: UUID
    changes: list[Change] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """A record with all that it refers to."""

    record: RequestRecord
    institution: UUID
    helpers: list[UUID]
    others: list[str]


def create(row: Row, source: str) -> Stored:
    """It stands where the file says: no step was taken here, so nobody is written to."""
    of_need = _by_column(row.record.of_need())
    keys = {"source": source, "external_id": row.record.key, "institution_id": row.institution}
    need = create_need(values={**of_need, **keys}, by=None)
    request = ConsultationRequest.objects.create(need=need, **row.record.of_request())
    imported = ImportedRequest(request=request, **row.record.of_record())
    _keep(imported, request, need, row)
    _note_step(request, "draft", source)
    stated = {**row.record.of_need(), **row.record.of_request(), **row.record.of_record()}
    changes = [_change(name, None, value) for name, value in stated.items()]
    return Stored(CREATED, request.pk, changes)


def update(imported: ImportedRequest, row: Row, source: str) -> Stored:
    """Takes over what the file says now, unless somebody has changed the request here."""
    request, need = imported.request, imported.request.need
    if imported.row_hash == row.record.hash:
        return Stored(UNCHANGED, request.pk)
    if (request.version, need.version) != (imported.request_version, imported.need_version):
        return Stored(CHANGED_HERE, request.pk)
    before = request.status
    of_need = _news(need, row.record.of_need())
    of_request = _news(request, row.record.of_request())
    of_record = _news(imported, row.record.of_record())
    if need.institution_id != row.institution:
        of_need["institution"] = (need.institution_id, row.institution)
    changes = [
        _change(name, *values) for name, values in {**of_need, **of_request, **of_record}.items()
    ]
    if of_need:
        change_need(need=need, values=_by_column({n: new for n, (_old, new) in of_need.items()}))
    for name, (_old, new) in of_request.items():
        setattr(request, name, new)
    for name, (_old, new) in of_record.items():
        setattr(imported, name, new)
    if of_request:
        request.version += 1
        request.save()
    _keep(imported, request, need, row)
    if request.status != before:
        _note_step(request, before, source)
    return Stored(UPDATED if changes else UNCHANGED, request.pk, changes)


def follow_merge(*, dropped: Profile, kept: Profile, **_signal: Any) -> None:
    """What a merged profile helped with, the one that stayed has helped with."""
    for imported in ImportedRequest.objects.filter(helpers=dropped.pk):
        imported.helpers.remove(dropped.pk)  # type: ignore[arg-type]  # keys do as well
        imported.helpers.add(kept.pk)  # type: ignore[arg-type]  # keys do as well


def _keep(imported: ImportedRequest, request: ConsultationRequest, need: Need, row: Row) -> None:
    imported.row_hash = row.record.hash
    imported.request_version, imported.need_version = request.version, need.version
    imported.others = "\n".join(masked(row.others))
    imported.save()
    imported.helpers.set(Profile.objects.filter(pk__in=row.helpers))


def _note_step(request: ConsultationRequest, before: str, source: str) -> None:
    StepTaken.objects.create(
        request=request,
        step=STEP,
        source=before,
        target=request.status,
        reason=_("Came in from a file: %(source)s.") % {"source": source},
    )
    run_clocks(request)


def _news(row: Any, stated: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Old and new of what the file says otherwise than the row."""
    found = {}
    for name, new in stated.items():
        if name in SETS:
            old: Any = sorted(one.pk for one in getattr(row, name).all())
            new = sorted(new)
        else:
            old = getattr(row, f"{name}_id" if name == "country" else name)
        if old != new:
            found[name] = (old, new)
    return found


def _by_column(values: dict[str, Any]) -> dict[str, Any]:
    """Foreign keys by their columns, as they are known by their keys alone."""
    renamed = {"country": "country_id", "institution": "institution_id"}
    return {renamed.get(name, name): value for name, value in values.items()}


def _change(name: str, old: Any, new: Any) -> Change:
    return Change(name, masked(old), masked(new))
