"""A file as a whole: what it is, the source it names, and the profiles in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from backend.directory.imports import documents, grouping
from backend.directory.imports.columns import KINDS, kinds_beside
from backend.directory.imports.heading_row import Headed, find_headings
from backend.directory.imports.mapping import SheetMap
from backend.directory.imports.problems import ImportFileError
from backend.directory.imports.propose import Proposal, propose
from backend.directory.imports.raw import RawProfile
from backend.directory.imports.readers.csv_table import csv_table
from backend.directory.imports.readers.json_file import Document, document
from backend.directory.imports.readers.table import Table
from backend.directory.imports.readers.xlsx_table import xlsx_tables
from backend.directory.imports.values.base import plain
from backend.directory.imports.values.codelists import Codelists

LONGEST_SOURCE = 60  # characters
FORMATS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".json")


@dataclass
class SheetSource:
    """The sheets of a CSV or XLSX file with the mapping of each, institutions first."""

    sheets: list[tuple[Headed, SheetMap]]

    def profiles(self) -> Iterator[RawProfile]:
        for headed, mapped in sorted(self.sheets, key=lambda pair: KINDS.index(pair[1].kind)):
            yield from grouping.profiles(headed, mapped)


@dataclass
class DocumentSource:
    """A JSON document. `unknown` grows while it is read: the keys that were left out."""

    document: Document
    kinds: tuple[str, ...] = KINDS
    unknown: set[str] = field(default_factory=set)

    def profiles(self) -> Iterator[RawProfile]:
        for kind in self.kinds:
            for number, found in self.document.profiles(kind):
                raw, unknown = documents.profile(kind, number, found)
                self.unknown.update(f"{kind}.{key}" for key in unknown)
                yield raw


def is_document(path: Path) -> bool:
    """Whether the file is JSON. Raises ImportFileError where it is missing or of no known kind."""
    if not path.is_file():
        raise ImportFileError(_("There is no file %(name)s.") % {"name": path.name})
    if path.suffix.lower() not in FORMATS:
        raise ImportFileError(
            _("%(name)s is of no format known here: %(formats)s.")
            % {"name": path.name, "formats": ", ".join(FORMATS)}
        )
    if path.stat().st_size == 0:
        raise ImportFileError(_("The file is empty."))
    return path.suffix.lower() == ".json"


def open_document(path: Path, kind: str) -> DocumentSource:
    return DocumentSource(document(path), (kind,) if kind else KINDS)


def open_tables(path: Path, *, sheet: str = "", encoding: str = "") -> list[Table]:
    """All sheets of the file, or the one named. Raises ImportFileError."""
    if path.suffix.lower() not in {".xlsx", ".xlsm"}:
        return [csv_table(path, encoding)]
    tables = xlsx_tables(path)
    wanted = [table for table in tables if plain(table.name) == plain(sheet)] if sheet else tables
    if not wanted:
        names = ", ".join(table.name for table in tables)
        words = {"sheet": sheet, "names": names}
        raise ImportFileError(_("There is no sheet “%(sheet)s”; there are: %(names)s.") % words)
    return wanted


def proposals(tables: list[Table], kind: str, lists: Codelists) -> list[Proposal]:
    """A proposal for each sheet with headings."""
    headed = [
        found for table in tables if (found := find_headings(table, kinds=kinds_beside(kind)))
    ]
    if not headed:
        raise ImportFileError(_("No row of headings was found."))
    return [propose(one, kind, lists) for one in headed]


def with_maps(tables: list[Table], maps: list[SheetMap]) -> list[tuple[Headed, SheetMap]]:
    """Each mapping with its sheet. Raises ImportFileError where headings are missing."""
    return [(_headed_for(tables, mapped), mapped) for mapped in maps]


def _headed_for(tables: list[Table], mapped: SheetMap) -> Headed:
    named = [t for t in tables if not mapped.sheet or plain(t.name) == plain(mapped.sheet)]
    kinds = kinds_beside(mapped.kind)
    found = find_headings((named or tables)[0], mapped.used(), kinds)
    missing = set(mapped.used()) - set(found.headings if found else [])
    if found is None or missing:
        words = {"missing": ", ".join(sorted(missing))}
        raise ImportFileError(
            _("The mapping names headings the file has not: %(missing)s.") % words
        )
    return found


def source_of(path: Path, given: str, named: str = "") -> str:
    """What the user says, else the file itself, else its name without ending."""
    return (given or named or path.stem)[:LONGEST_SOURCE]


def hash_of(path: Path) -> str:
    """SHA-256 of the file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
