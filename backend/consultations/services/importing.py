"""Bringing requests of a file in, batch by batch. Nobody is written to, and no outcome recorded."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db import DataError, IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from backend.common.queue import enqueue
from backend.consultations.imports.columns import REQUESTS
from backend.consultations.imports.helpers import Helpers
from backend.consultations.imports.parse import parse
from backend.consultations.imports.records import RequestRecord
from backend.consultations.imports.who import find_askers
from backend.consultations.models import ImportedRequest
from backend.consultations.services.storing import Row, Stored, create, update
from backend.directory.imports.batch import IMPORT_LOCK
from backend.directory.imports.mentioned import create_mentioned
from backend.directory.imports.problems import Problem, of_cell
from backend.directory.imports.raw import RawProfile
from backend.directory.imports.report import BAD, Entry, Report
from backend.directory.imports.values.base import BadValue
from backend.directory.imports.values.codelists import Codelists
from backend.directory.models import ImportRun
from backend.directory.services.imports import (
    EMBED,
    Options,
    keep_counts,
    refused,
    run_import,
)
from backend.directory.services.look_alikes import note_look_alikes
from backend.needs.models import Need

BATCH = 200  # requests a transaction


@dataclass
class Run:
    """One import. ``seen``: the rows so far, by key, with the hash of what they say."""

    options: Options
    lists: Codelists
    kept_in: ImportRun | None
    report: Report
    seen: dict[str, tuple[int, str]] = field(default_factory=dict)


def import_requests(
    *, requests: Iterable[RawProfile], lists: Codelists, options: Options, run: ImportRun | None
) -> Report:
    """Imports every good request; the rest stands in the report.

    As with the directory: batches are transactions, an import that was killed goes on where it
    was when it is run again, and ``dry_run`` and ``all_or_nothing`` take everything back.
    """

    def import_all(report: Report, kept_in: ImportRun | None) -> None:
        whole = Run(options, lists, kept_in, report)
        rows = iter(requests)
        while batch := list(itertools.islice(rows, BATCH)):
            _import_batch(whole, batch)
            options.progress(len(batch))

    return run_import(import_all, options=options, run=run)


def _import_batch(run: Run, batch: list[RawProfile]) -> None:
    records = list(_good(run, batch))
    options = run.options
    if options.ask is not None:  # before the transaction: nobody is waited for with rows locked
        for question in find_askers(records, options.source, options.answers).questions:
            if answer := options.ask(question):
                options.answers[question.key] = answer
    for part in _stored(run, records):
        run.report.add(part)


def _good(run: Run, batch: list[RawProfile]) -> Iterator[RequestRecord]:
    for raw in batch:
        parsed = parse(raw, run.lists)
        run.report.warnings.extend(parsed.warnings)
        run.report.problems.extend(parsed.problems)
        if parsed.record is None:
            run.report.count(REQUESTS, BAD)
        elif _is_first(run, parsed.record):
            yield parsed.record


def _is_first(run: Run, record: RequestRecord) -> bool:
    """Whether no earlier row is of the same request. One that says otherwise is bad."""
    row, said = run.seen.setdefault(record.key, (record.place.row, record.hash))
    if row == record.place.row:
        return True
    if said != record.hash:
        error = BadValue(
            _("differs from row %(row)d of the same request") % {"row": row},
            _("an external_id of its own for each request"),
        )
        problem = of_cell(record.place, "external_id", "external_id", record.external_id, error)
        run.report.problems.append(problem)
        run.report.count(REQUESTS, BAD)
    return False


def _stored(run: Run, records: list[RequestRecord]) -> Iterator[Report]:
    """In one piece, or row by row where the database refuses."""
    if not records:
        return
    try:
        yield _store(run, records)
    except (IntegrityError, DataError) as error:
        if len(records) == 1:
            yield refused(REQUESTS, records[0].place, records[0].label, error)
            return
        for record in records:
            yield from _stored(run, [record])


@transaction.atomic
def _store(run: Run, records: list[RequestRecord]) -> Report:
    report, source = Report(), run.options.source
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
    askers = find_askers(records, source, run.options.answers)
    report.problems.extend(askers.problems)
    report.questions.extend(askers.questions)
    report.count(REQUESTS, BAD, len(askers.problems))
    needed = [institution for _record, institution in askers.settled]
    claims = create_mentioned(askers.mentions, needed, report)
    report.look_alikes = note_look_alikes(findings=claims)
    named = (name for record, _institution in askers.settled for name in record.helped_by)
    helpers = Helpers.find(named, source)
    known = _known(source, [record.key for record, _institution in askers.settled])
    for record, institution in askers.settled:
        row = Row(record, institution, *_helped(record, helpers, report))
        _note(run, report, record, _write(row, known, source, report))
    enqueue(EMBED)
    if run.kept_in:
        keep_counts(run.kept_in, run.report, report)
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


def _helped(record: RequestRecord, helpers: Helpers, report: Report) -> tuple[list, list[str]]:
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


def _note(run: Run, report: Report, record: RequestRecord, stored: Stored | None) -> None:
    report.count(REQUESTS, stored.outcome if stored else BAD)
    if stored and run.options.dry_run:
        entry = Entry(
            stored.outcome, REQUESTS, record.place.row, record.label, str(stored.id), stored.changes
        )
        report.entries.append(entry)
