"""Rows as tables for a spreadsheet. No value in them is ever taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from backend.common.documents.content import clean

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a text begins that a spreadsheet would compute
Rows = Iterable[Sequence[Any]]


def to_csv(rows: Rows) -> bytes:
    """With a mark of UTF-8, without which spreadsheets guess."""
    made = io.StringIO()
    writer = csv.writer(made)
    for row in rows:
        writer.writerow([_harmless(value) for value in row])
    return made.getvalue().encode("utf-8-sig")


def to_xlsx(sheets: Mapping[str, Rows]) -> bytes:
    """Each sheet by its name; the first row is the heading, and stays in sight."""
    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for number, row in enumerate(rows):
            sheet.append([_cell(sheet, value, bold=number == 0) for value in row])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _harmless(value: Any) -> Any:
    """A text that a spreadsheet would compute is marked as text, as they all understand it."""
    if not isinstance(value, str):
        return value
    text = clean(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _cell(sheet: Any, value: Any, *, bold: bool) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, clean(value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"  # never a formula, whatever it begins with
        cell.quotePrefix = value.startswith(FORMULA)
    if bold:
        cell.font = Font(bold=True)
    return cell
