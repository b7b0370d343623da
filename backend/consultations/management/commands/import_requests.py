"""Bring past and open requests in from a CSV, XLSX or JSON file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from backend.consultations.imports.columns import REQUESTS
from backend.consultations.services.importing import import_requests
from backend.directory.imports import files
from backend.directory.imports.heading_row import Headed
from backend.directory.imports.mapping import SheetMap
from backend.directory.imports.plain_rows import PlainDocument, PlainSheets
from backend.directory.imports.readers.json_file import document
from backend.directory.imports.report import Report
from backend.directory.imports.values.codelists import Codelists
from backend.directory.management.importing import ImportCommand
from backend.directory.models import ImportRun
from backend.directory.services.imports import Options


class Command(ImportCommand):
    help = "Brings past and open requests in from a CSV, XLSX or JSON file; nobody is written to."
    kinds = (REQUESTS,)
    unit = _("requests")

    def open_document(self, path: Path, options: dict[str, Any]) -> files.DocumentSource:
        return PlainDocument(document(path, self.kinds), self.kinds)

    def open_sheets(self, sheets: list[tuple[Headed, SheetMap]]) -> files.SheetSource:
        return PlainSheets(sheets)

    def store(
        self, source: Any, lists: Codelists, chosen: Options, run: ImportRun | None
    ) -> Report:
        return import_requests(requests=source.profiles(), lists=lists, options=chosen, run=run)
