"""Bringing rows in that are no profiles, batch by batch: what each kind has of its own it tells."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import DataError, IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from backend.common.queue import enqueue
from backend.directory.imports.batch import IMPORT_LOCK
from backend.directory.imports.problems import of_cell
from backend.directory.imports.raw import RawProfile
from backend.directory.imports.report import BAD, Report
from backend.directory.imports.values.base import BadValue
from backend.directory.imports.values.codelists import Codelists
from backend.directory.models import ImportRun
from backend.directory.services.imports import EMBED, Options, keep_counts, refused, run_import

BATCH = 200  # rows a transaction


@dataclass(frozen=True)
class RowKind:
    """``parse`` makes a record of a row (``place``, ``label``, ``key`` and ``hash`` are asked of
    it), ``store`` writes a batch of them within a transaction and reports it; ``ask`` puts
    questions before it begins.
    """

    name: str
    parse: Callable[[RawProfile, Codelists], Any]
    store: Callable[[RowRun, list[Any]], Report]
    ask: Callable[[list[Any], Options], None] = lambda _records, _options: None


@dataclass
class RowRun:
    """One import. ``seen``: the rows so far, by key, with the hash of what they say."""

    kind: RowKind
    options: Options
    lists: Codelists
    kept_in: ImportRun | None
    report: Report
    seen: dict[str, tuple[int, str]] = field(default_factory=dict)


def import_rows(
    *,
    kind: RowKind,
    rows: Iterable[RawProfile],
    lists: Codelists,
    options: Options,
    run: ImportRun | None,
) -> Report:
    """Imports every good row; the rest stands in the report.

    As with the directory: batches are transactions, an import that was killed goes on where it
    was when it is run again, and ``dry_run`` and ``all_or_nothing`` take everything back.
    """

    def import_all(report: Report, kept_in: ImportRun | None) -> None:
        whole = RowRun(kind, options, lists, kept_in, report)
        left = iter(rows)
        while batch := list(itertools.islice(left, BATCH)):
            _import_batch(whole, batch)
            options.progress(len(batch))

    return run_import(import_all, options=options, run=run)


def _import_batch(run: RowRun, batch: list[RawProfile]) -> None:
    records = list(_good(run, batch))
    run.kind.ask(records, run.options)
    for part in _stored(run, records):
        run.report.add(part)


def _good(run: RowRun, batch: list[RawProfile]) -> Iterator[Any]:
    for raw in batch:
        parsed = run.kind.parse(raw, run.lists)
        run.report.warnings.extend(parsed.warnings)
        run.report.problems.extend(parsed.problems)
        if parsed.record is None:
            run.report.count(run.kind.name, BAD)
        elif _is_first(run, parsed.record):
            yield parsed.record


def _is_first(run: RowRun, record: Any) -> bool:
    """Whether no earlier row is of the same thing. One that says otherwise is bad."""
    row, said = run.seen.setdefault(record.key, (record.place.row, record.hash))
    if row == record.place.row:
        return True
    if said != record.hash:
        error = BadValue(
            _("differs from row %(row)d of the same external_id") % {"row": row},
            _("an external_id of its own for each row"),
        )
        problem = of_cell(record.place, "external_id", "external_id", record.external_id, error)
        run.report.problems.append(problem)
        run.report.count(run.kind.name, BAD)
    return False


def _stored(run: RowRun, records: list[Any]) -> Iterator[Report]:
    """In one piece, or row by row where the database refuses."""
    if not records:
        return
    try:
        yield _store(run, records)
    except (IntegrityError, DataError) as error:
        if len(records) == 1:
            yield refused(run.kind.name, records[0].place, records[0].label, error)
            return
        for record in records:
            yield from _stored(run, [record])


@transaction.atomic
def _store(run: RowRun, records: list[Any]) -> Report:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
    report = run.kind.store(run, records)
    enqueue(EMBED)
    if run.kept_in:
        keep_counts(run.kept_in, run.report, report)
    return report
