"""Bring past projects in from a CSV, XLSX or JSON file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

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
from backend.programmes.imports.columns import PROJECTS
from backend.programmes.services.importing_projects import import_projects


class Command(ImportCommand):
    help = "Brings past projects in from a CSV, XLSX or JSON file."
    kinds = (PROJECTS,)
    unit = _("projects")

    def open_document(self, path: Path, options: dict[str, Any]) -> files.DocumentSource:
        return PlainDocument(document(path, self.kinds), self.kinds)

    def open_sheets(self, sheets: list[tuple[Headed, SheetMap]]) -> files.SheetSource:
        return PlainSheets(sheets)

    def store(
        self, source: Any, lists: Codelists, chosen: Options, run: ImportRun | None
    ) -> Report:
        return import_projects(projects=source.profiles(), lists=lists, options=chosen, run=run)
