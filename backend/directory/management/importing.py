"""What commands that bring rows in from a CSV, XLSX or JSON file have in common."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from tqdm import tqdm

from backend.directory.imports import answers, files, mapping
from backend.directory.imports.asking import ask_and_keep, file_of_answers
from backend.directory.imports.columns import KINDS, lack
from backend.directory.imports.heading_row import Headed
from backend.directory.imports.mapping import SheetMap
from backend.directory.imports.output import left_out, proposal_lines, report_lines
from backend.directory.imports.problems import ImportFileError
from backend.directory.imports.propose import Proposal
from backend.directory.imports.report import Report
from backend.directory.imports.values.codelists import Codelists
from backend.directory.management.options import add_options
from backend.directory.models import ImportRun
from backend.directory.services.imports import Options


class ImportCommand(BaseCommand):
    """``kinds`` are what the rows may be; a command for one kind alone reads all sheets as it."""

    kinds: tuple[str, ...] = KINDS
    unit: Any = _("profiles")

    def open_document(self, path: Path, options: dict[str, Any]) -> files.DocumentSource:
        """The rows of a JSON file. Raises ImportFileError."""
        raise NotImplementedError

    def open_sheets(self, sheets: list[tuple[Headed, SheetMap]]) -> files.SheetSource:
        """The rows of sheets with their mappings."""
        raise NotImplementedError

    def store(
        self, source: Any, lists: Codelists, chosen: Options, run: ImportRun | None
    ) -> Report:
        """Imports them."""
        raise NotImplementedError

    def choose(self, options: dict[str, Any], **values: Any) -> Options:
        """What the command was told, for the service."""
        return Options(**values)

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_options(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = self._run(options)
        except ImportFileError as error:
            raise CommandError(str(error)) from error
        if report is None:
            return
        self._print(report, options)
        if report.bad:
            message = ngettext("%(count)d row was bad.", "%(count)d rows were bad.", report.bad)
            raise CommandError(message % {"count": report.bad})

    def _run(self, options: dict[str, Any]) -> Report | None:
        path, lists = options["file"], Codelists.load()
        if not lists.countries:
            raise ImportFileError(
                gettext("The lists are empty: run “manage.py load_codelists” first.")
            )
        notes: list[str] = []
        source: files.DocumentSource | files.SheetSource | None
        if files.is_document(path):
            if options["map"] or _wants_proposal(options):
                raise ImportFileError(
                    gettext("A JSON file has no columns to map: leave out --map and --propose-map.")
                )
            source = self.open_document(path, options)
            named = source.document.source
        else:
            source, named = self._sheets(path, lists, options, notes), ""
        if source is None:
            return None
        return self._import(
            source, lists, options, notes, files.source_of(path, options["source"], named)
        )

    def _sheets(
        self, path: Path, lists: Codelists, options: dict[str, Any], notes: list[str]
    ) -> files.SheetSource | None:
        """The sheets with their mappings; None where only a proposal was wanted."""
        tables = files.open_tables(path, sheet=options["sheet"], encoding=options["encoding"])
        notes.extend(f"{table.name or path.name}: {table.note}" for table in tables)
        if options["map"] and _wants_proposal(options):
            raise ImportFileError(gettext("Give either --map or --propose-map."))
        if options["map"]:
            return self.open_sheets(
                files.with_maps(tables, mapping.load(options["map"], self.kinds))
            )
        kind = options.get("kind") or (self.kinds[0] if len(self.kinds) == 1 else "")
        found = files.proposals(tables, kind, lists)
        certain = [proposal for proposal in found if proposal.is_certain]
        if certain and not _wants_proposal(options):
            notes.extend(left_out(found, path.name))
            return self._accept(certain, found, options)
        self._write_proposal(path, found, options)
        if not _wants_proposal(options):
            told = gettext("In this file, %(lack)s. Review the mapping, then give it with --map.")
            raise ImportFileError(told % {"lack": lack(kind)})
        return None

    def _accept(
        self, certain: list[Proposal], found: list[Proposal], options: dict[str, Any]
    ) -> files.SheetSource:
        for proposal in found:
            if not (proposal.is_template or options["json"]):
                self.stdout.writelines(f"{line}\n" for line in proposal_lines(proposal))
        return self.open_sheets([(p.headed, p.map(reviewed=False)) for p in certain])

    def _write_proposal(self, path: Path, found: list[Proposal], options: dict[str, Any]) -> None:
        out = options["propose_to"] or path.with_suffix(".mapping.json")
        if out.exists():  # somebody may have corrected it
            raise ImportFileError(
                gettext(
                    "%(name)s exists and was left as it is: give it with --map, "
                    "or name another file with --propose-to."
                )
                % {"name": out}
            )
        mapping.save(
            out, [p.to_review() if len(found) > 1 else p.map(reviewed=True) for p in found]
        )
        if options["json"]:
            return
        for proposal in found:
            self.stdout.writelines(f"{line}\n" for line in proposal_lines(proposal))
        self.stdout.write(gettext("The proposal is in %(name)s.") % {"name": out})

    def _import(
        self, source: Any, lists: Codelists, options: dict[str, Any], notes: list[str], named: str
    ) -> Report:
        path, dry_run = options["file"], options["dry_run"]
        may_ask = sys.stdin.isatty() and not (options["no_input"] or options["json"])
        run = None
        if not dry_run:
            digest = files.hash_of(path)
            run = ImportRun.objects.create(
                source=named, file_name=path.name[-255:], file_hash=digest
            )
        kept = file_of_answers(options["answers"], path, may_ask)
        with tqdm(unit=str(self.unit), disable=not sys.stderr.isatty()) as bar:
            chosen = self.choose(
                options,
                source=named,
                dry_run=dry_run,
                all_or_nothing=options["all_or_nothing"],
                answers=answers.load(kept) if kept else {},
                ask=partial(ask_and_keep, kept) if may_ask and kept else None,
                progress=bar.update,
            )
            report = self.store(source, lists, chosen, run)
        report.notes.extend(notes)
        report.notes.extend(_unknown(source))
        if options["answers"] and report.questions:
            answers.save(options["answers"], report.questions)
        if kept and kept.exists():
            report.notes.append(gettext("The answers are in %(name)s.") % {"name": kept})
        return report

    def _print(self, report: Report, options: dict[str, Any]) -> None:
        if options["json"]:
            text = json.dumps(report.as_json(), ensure_ascii=False, indent=1, default=str)
            self.stdout.write(text)
        else:
            self.stdout.writelines(f"{line}\n" for line in report_lines(report))


def _wants_proposal(options: dict[str, Any]) -> bool:
    return bool(options["propose_map"] or options["propose_to"])


def _unknown(source: Any) -> list[str]:
    keys = sorted(getattr(source, "unknown", ()))
    return [gettext("left out, not known: %(keys)s") % {"keys": ", ".join(keys)}] if keys else []
