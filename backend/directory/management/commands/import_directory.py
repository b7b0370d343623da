"""Bring institutions and experts in from a CSV, XLSX or JSON file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from backend.directory.imports import files
from backend.directory.imports.columns import KINDS
from backend.directory.imports.heading_row import Headed
from backend.directory.imports.mapping import SheetMap
from backend.directory.imports.report import Report
from backend.directory.imports.values.choices import yes_no
from backend.directory.imports.values.codelists import Codelists
from backend.directory.management.importing import ImportCommand
from backend.directory.models import ImportRun
from backend.directory.services.imports import Options, import_profiles


class Command(ImportCommand):
    help = "Brings institutions and experts in from a CSV, XLSX or JSON file."
    stealth_options = ("vouched",)  # of other commands: the file is the product's own

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--kind", choices=KINDS, default="", help=_("what the rows are"))
        parser.add_argument(
            "--consent", choices=("yes", "no"), help=_("to be listed, for the whole file")
        )

    def open_document(self, path: Path, options: dict[str, Any]) -> files.DocumentSource:
        return files.open_document(path, options["kind"])

    def open_sheets(self, sheets: list[tuple[Headed, SheetMap]]) -> files.SheetSource:
        return files.SheetSource(sheets)

    def choose(self, options: dict[str, Any], **values: Any) -> Options:
        consent = yes_no(options["consent"]) if options["consent"] else None
        return Options(**values, consent=consent, vouched=bool(options.get("vouched")))

    def store(
        self, source: Any, lists: Codelists, chosen: Options, run: ImportRun | None
    ) -> Report:
        return import_profiles(profiles=source.profiles(), lists=lists, options=chosen, run=run)
