"""XLSX workbooks, streamed: one table a sheet."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook

from backend.directory.imports.problems import ImportFileError
from backend.directory.imports.readers.table import Rows, Table

# What a sheet raises that is cut off or holds what no program writes; ParseError is a SyntaxError.
BROKEN = (
    SyntaxError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    ArithmeticError,
    EOFError,
    zipfile.BadZipFile,
    zlib.error,
)
LARGEST_PART = 1 << 30  # bytes unpacked; beyond, the file is no honest spreadsheet


def xlsx_tables(path: Path) -> list[Table]:
    """The visible sheets, in their order. Raises ImportFileError."""
    _check(path)
    with _opened(path) as book:
        names = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    note = _("read as XLSX")
    return [Table(name=name, note=note, rows=partial(_rows, path, name)) for name in names]


def _rows(path: Path, name: str) -> Rows:
    with _opened(path) as book:
        sheet = book[name]
        try:
            sheet.reset_dimensions()  # some programs write a wrong size
            for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
                yield number, [_cell(value) for value in cells]
        except BROKEN as error:
            raise ImportFileError(
                _("The sheet “%(sheet)s” is damaged: open the file and save it again.")
                % {"sheet": name}
            ) from error


def _cell(value: Any) -> Any:
    return unescape(value) if isinstance(value, str) and "_x" in value else value


def _check(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            if any(part.file_size > LARGEST_PART for part in archive.infolist()):
                raise ImportFileError(_("The workbook unpacks to more than 1 GB."))
    except (zipfile.BadZipFile, OSError) as error:
        raise ImportFileError(
            _("This is no XLSX file (an older .xls, or one with a password?): save it as XLSX.")
        ) from error


@contextmanager
def _opened(path: Path) -> Iterator[Workbook]:
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, OSError, *BROKEN) as error:
        raise ImportFileError(_("The XLSX file is damaged: open it and save it again.")) from error
    with warnings.catch_warnings():
        # What openpyxl cannot read of a workbook (drop-down lists, styles) is nothing we need.
        warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")
        try:
            yield book
        finally:
            book.close()
