"""Bringing past projects of a file in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from backend.directory.imports.contact_data import masked
from backend.directory.imports.known import KnownProfiles
from backend.directory.imports.problems import Problem
from backend.directory.imports.raw import RawProfile
from backend.directory.imports.report import (
    CHANGED_HERE,
    CREATED,
    UNCHANGED,
    UPDATED,
    Entry,
    Report,
)
from backend.directory.imports.store.changes import Change
from backend.directory.imports.values.codelists import Codelists
from backend.directory.models import ImportRun, Institution
from backend.directory.services.imports import Options
from backend.directory.services.row_imports import RowKind, RowRun, import_rows
from backend.programmes.imports.columns import PROJECTS
from backend.programmes.imports.parse import parse
from backend.programmes.imports.records import ProjectRecord
from backend.programmes.models import PastProject


def import_projects(
    *, projects: Iterable[RawProfile], lists: Codelists, options: Options, run: ImportRun | None
) -> Report:
    """Imports every good project; the rest stands in the report, as ``import_rows`` says."""
    kind = RowKind(PROJECTS, parse, _store)
    return import_rows(kind=kind, rows=projects, lists=lists, options=options, run=run)


def _store(run: RowRun, records: list[ProjectRecord]) -> Report:
    report, source = Report(), run.options.source
    named = (name for record in records for name in record.institutions or ())
    known = KnownProfiles.find(named, source)
    keys = [record.key for record in records]
    there = PastProject.objects.select_for_update().filter(source=source, external_id__in=keys)
    rows = {row.external_id: row for row in there}
    for record in records:
        row = rows.get(record.key) or PastProject(source=source, external_id=record.key)
        outcome, changes = _write(row, record, known, report)
        report.count(PROJECTS, outcome)
        if run.options.dry_run:
            place = (record.place.row, record.label, str(row.pk))
            report.entries.append(Entry(outcome, PROJECTS, *place, changes))
    return report


def _write(
    row: PastProject, record: ProjectRecord, known: KnownProfiles, report: Report
) -> tuple[str, list[Change]]:
    """Makes it or takes over what the file says now, unless somebody has changed it here."""
    is_new = row._state.adding
    if not is_new and row.row_hash == record.hash:
        return UNCHANGED, []
    if not is_new and row.version != row.imported_version:
        return CHANGED_HERE, []
    plain: dict[str, Any] = record.plain()
    sets: dict[str, list[Any]] = {**record.sets()}
    if record.institutions is not None:
        sets["institutions"], plain["others"] = _taking_part(record, known, report)
    changes = [
        Change(name, masked(old), masked(new))
        for name, old, new in _differing(row, plain, sets, is_new)
    ]
    for name, value in plain.items():
        setattr(row, name, value)
    row.row_hash = record.hash
    if not is_new and changes:
        row.version += 1
    row.imported_version = row.version
    row.save()
    for name, keys in sets.items():
        getattr(row, name).set(keys)
    return (CREATED if is_new else UPDATED if changes else UNCHANGED), changes


def _differing(
    row: PastProject, plain: dict[str, Any], sets: dict[str, list[Any]], is_new: bool
) -> list[tuple[str, Any, Any]]:
    found = []
    for name, new in plain.items():
        old = None if is_new else getattr(row, name)
        if old != new:
            found.append((name, old, new))
    for name, keys in sets.items():
        before = [] if is_new else sorted(str(one.pk) for one in getattr(row, name).all())
        if before != sorted(map(str, keys)):
            found.append((name, before, sorted(map(str, keys))))
    return found


def _taking_part(
    record: ProjectRecord, known: KnownProfiles, report: Report
) -> tuple[list[UUID], list[str]]:
    """The institutions that are known here, and the names of the others; none is made."""
    found: dict[str, UUID] = {}
    for name in record.institutions or ():
        if pk := known.profile(name):
            found[name] = pk
    kinds = set(Institution.objects.filter(pk__in=found.values()).values_list("pk", flat=True))
    others = [name for name in record.institutions or () if found.get(name) not in kinds]
    for name in others:
        reason = _("is no institution known here, or several; kept as a name")
        report.warnings.append(Problem(record.place, "institutions", name, reason))
    return sorted(set(found.values()) & kinds), masked(others)
