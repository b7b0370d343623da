"""Bringing requests of a file in, batch by batch. Nobody is written to, and no outcome recorded."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from backend.consultations.imports.columns import REQUESTS
from backend.consultations.imports.parse import parse
from backend.consultations.imports.records import RequestRecord
from backend.consultations.imports.who import find_askers
from backend.consultations.models import ImportedRequest
from backend.consultations.services.storing import Row, Stored, create, update
from backend.directory.imports.known import KnownProfiles
from backend.directory.imports.mentioned import create_mentioned
from backend.directory.imports.problems import Problem, of_cell
from backend.directory.imports.raw import RawProfile
from backend.directory.imports.report import BAD, Entry, Report
from backend.directory.imports.values.base import BadValue
from backend.directory.imports.values.codelists import Codelists
from backend.directory.models import ImportRun
from backend.directory.services.imports import Options
from backend.directory.services.look_alikes import note_look_alikes
from backend.directory.services.row_imports import RowKind, RowRun, import_rows
from backend.needs.models import Need


def import_requests(
    *, requests: Iterable[RawProfile], lists: Codelists, options: Options, run: ImportRun | None
) -> Report:
    """Imports every good request; the rest stands in the report, as ``import_rows`` says."""
    kind = RowKind(REQUESTS, parse, _store, _ask)
    return import_rows(kind=kind, rows=requests, lists=lists, options=options, run=run)


def _ask(records: list[RequestRecord], options: Options) -> None:
    """Before the transaction: nobody is waited for with rows locked."""
    if options.ask is None:
        return
    for question in find_askers(records, options.source, options.answers).questions:
        if answer := options.ask(question):
            options.answers[question.key] = answer


def _store(run: RowRun, records: list[RequestRecord]) -> Report:
    report, source = Report(), run.options.source
    askers = find_askers(records, source, run.options.answers)
    report.problems.extend(askers.problems)
    report.questions.extend(askers.questions)
    report.count(REQUESTS, BAD, len(askers.problems))
    needed = [institution for _record, institution in askers.settled]
    claims = create_mentioned(askers.mentions, needed, report)
    report.look_alikes = note_look_alikes(findings=claims)
    named = (name for record, _institution in askers.settled for name in record.helped_by)
    helpers = KnownProfiles.find(named, source)
    known = _known(source, [record.key for record, _institution in askers.settled])
    for record, institution in askers.settled:
        row = Row(record, institution, *_helped(record, helpers, report))
        _note(run, report, record, _write(row, known, source, report))
    return report


def _known(source: str, keys: list[str]) -> dict[str, ImportedRequest | None]:
    """What came before, locked; None where a need has the id that no file brought."""
    rows = (
        ImportedRequest.objects.select_for_update(of=("self", "request"))
        .select_related("request__need")
        .filter(request__need__source=source, request__need__external_id__in=keys)
        .prefetch_related("request__need__sdgs", "request__need__sectors")
    )
    taken = Need.objects.filter(source=source, external_id__in=keys)
    found: dict[str, ImportedRequest | None] = dict.fromkeys(
        taken.values_list("external_id", flat=True)
    )
    return {**found, **{one.request.need.external_id: one for one in rows}}


def _write(
    row: Row, known: dict[str, ImportedRequest | None], source: str, report: Report
) -> Stored | None:
    record = row.record
    if record.key not in known:
        return create(row, source)
    if (imported := known[record.key]) is not None:
        return update(imported, row, source)
    error = BadValue(_("is the id of a need that no file brought"), _("another --source"))
    report.problems.append(
        of_cell(record.place, "external_id", "external_id", record.external_id, error)
    )
    return None


def _helped(
    record: RequestRecord, helpers: KnownProfiles, report: Report
) -> tuple[list, list[str]]:
    """The profiles of those who helped, and the names of those nobody knows here."""
    found, others = [], []
    for name in record.helped_by:
        profile = helpers.profile(name)
        if profile:
            found.append(profile)
        else:
            others.append(name)
            reason = _("is nobody known here, or several; kept for the secretariat as a name")
            report.warnings.append(Problem(record.place, "helped_by", name, reason))
    return found, others


def _note(run: RowRun, report: Report, record: RequestRecord, stored: Stored | None) -> None:
    report.count(REQUESTS, stored.outcome if stored else BAD)
    if stored and run.options.dry_run:
        entry = Entry(
            stored.outcome, REQUESTS, record.place.row, record.label, str(stored.id), stored.changes
        )
        report.entries.append(entry)
