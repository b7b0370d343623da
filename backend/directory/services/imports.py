"""Bringing profiles of a file into the directory, batch by batch."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.db import DatabaseError, DataError, IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.common.queue import enqueue
from backend.directory.imports.agreement import Stated
from backend.directory.imports.answers import Answer, Question
from backend.directory.imports.batch import Batch
from backend.directory.imports.columns import INSTITUTIONS
from backend.directory.imports.parents import Link, links, set_parents
from backend.directory.imports.parse import parse
from backend.directory.imports.problems import Place, Problem
from backend.directory.imports.raw import RawProfile
from backend.directory.imports.records import ProfileRecord
from backend.directory.imports.report import BAD, Report
from backend.directory.imports.resolution import resolve
from backend.directory.imports.values.codelists import Codelists
from backend.directory.models import ImportRun
from backend.directory.services.look_alikes import find_look_alikes, note_look_alikes

BATCH = 200  # profiles a transaction
MOST_PROBLEMS_KEPT = 1000  # in the row of the run; the report has all
EMBED = "matches.embed_pending"

Ask = Callable[[Question], Answer | None]


@dataclass
class Options:
    """How to import. `consent` stands for a whole file; `ask` puts a question to a person.

    `vouched`: the file is this product's own, and may say what was documented or delivered.
    """

    source: str
    consent: bool | None = None
    dry_run: bool = False
    all_or_nothing: bool = False
    vouched: bool = False
    answers: dict[str, Answer] = field(default_factory=dict)
    ask: Ask | None = None
    progress: Callable[[int], object] = lambda _count: None
    stated: Stated = field(default_factory=dict)  # by the rows so far, kept by the run


def import_profiles(
    *, profiles: Iterable[RawProfile], lists: Codelists, options: Options, run: ImportRun | None
) -> Report:
    """Imports every good profile, institutions before experts; the rest stands in the report.

    Each batch is a transaction of its own, so an import that was killed goes on where it was
    when it is run again. With `dry_run` everything is rolled back, with `all_or_nothing` if
    there is a problem. `run` is the row that keeps the counts; none in a dry run.
    """

    def import_all(report: Report, kept_in: ImportRun | None) -> None:
        _import_all(profiles, lists, options, kept_in, report)

    return run_import(import_all, options=options, run=run)


def run_import(
    import_all: Callable[[Report, ImportRun | None], None],
    *,
    options: Options,
    run: ImportRun | None,
) -> Report:
    """Batches stored as they come, or within one transaction that may be taken back as a whole."""
    report = Report(source=options.source, dry_run=options.dry_run)
    if not (options.dry_run or options.all_or_nothing):
        import_all(report, run)
    else:
        with transaction.atomic():
            import_all(report, None)
            report.kept = not (options.all_or_nothing and report.bad)
            transaction.set_rollback(options.dry_run or not report.kept)
    if run:
        _finish(run, report)
    return report


def _import_all(
    profiles: Iterable[RawProfile],
    lists: Codelists,
    options: Options,
    run: ImportRun | None,
    report: Report,
) -> None:
    parents: list[Link] = []
    for kind, batch in _batches(profiles):
        records = list(_good(batch, kind, lists, options, report))
        if kind == INSTITUTIONS:
            parents.extend(links(records))
        _settle_questions(kind, records, options)
        for part in _stored(kind, records, options, run, report):
            report.add(part)
        options.progress(len(batch))
    if parents:
        with transaction.atomic():
            report.add(set_parents(parents, options.source))


def _batches(profiles: Iterable[RawProfile]) -> Iterator[tuple[str, list[RawProfile]]]:
    for kind, group in itertools.groupby(profiles, key=lambda raw: raw.kind):
        while batch := list(itertools.islice(group, BATCH)):
            yield kind, batch


def _good(
    batch: list[RawProfile], kind: str, lists: Codelists, options: Options, report: Report
) -> Iterator[ProfileRecord]:
    for raw in batch:
        listed = True if kind == INSTITUTIONS else options.consent
        parsed = parse(raw, lists, consent=listed, vouched=options.vouched)
        report.warnings.extend(parsed.warnings)
        report.problems.extend(parsed.problems)
        if parsed.record:
            yield parsed.record
        else:
            report.count(kind, BAD)


def _settle_questions(kind: str, records: list[ProfileRecord], options: Options) -> None:
    """Asks before the transaction begins: nobody's answer is waited for with rows locked."""
    if options.ask is None:
        return
    for question in resolve(kind, records, options.source, options.answers).questions:
        if answer := options.ask(question):
            options.answers[question.key] = answer


def _stored(
    kind: str, records: list[ProfileRecord], options: Options, run: ImportRun | None, so_far: Report
) -> Iterator[Report]:
    """The reports of a batch as stored: in one piece, or row by row where the database refuses."""
    if not records:
        return
    try:
        yield _store(kind, records, options, run, so_far)
    except (IntegrityError, DataError) as error:
        if len(records) == 1:
            yield refused(kind, records[0].place, records[0].label, error)
            return
        for record in records:
            yield from _stored(kind, [record], options, run, so_far)


def _store(
    kind: str, records: list[ProfileRecord], options: Options, run: ImportRun | None, so_far: Report
) -> Report:
    with transaction.atomic():
        batch = Batch(
            kind, records, options.source, options.answers, options.dry_run, stated=options.stated
        )
        report = batch.store()
        report.look_alikes = note_look_alikes(findings=batch.claims)
        report.look_alikes += find_look_alikes(ids=batch.touched)
        enqueue(EMBED)
        if run:
            keep_counts(run, so_far, report)
        return report


def keep_counts(run: ImportRun, so_far: Report, batch: Report) -> None:
    """Beside the rows of the batch, in its transaction."""
    total = Report()
    for part in (so_far, batch):
        total.add_counts(part)
    ImportRun.objects.filter(pk=run.pk).update(counts=total.counts_as_json())


def refused(kind: str, place: Place, label: str, error: DatabaseError) -> Report:
    """What the database says may quote contact values, so only its kind is told."""
    report = Report()
    reason = _("was refused by the database (%(kind)s)") % {"kind": type(error).__name__}
    report.problems.append(Problem(place, "", label, reason))
    report.count(kind, BAD)
    return report


def _finish(run: ImportRun, report: Report) -> None:
    run.counts = report.counts_as_json() if report.kept else report.bad_as_json()
    run.problems = [problem.as_json() for problem in report.problems[:MOST_PROBLEMS_KEPT]]
    run.finished_at = timezone.now()
    run.save(update_fields=["counts", "problems", "finished_at", "updated_at"])
