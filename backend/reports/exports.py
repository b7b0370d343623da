"""Figures as tables for a spreadsheet. No value in them is ever taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from backend.common.documents.content import clean
from backend.reports.counting import Cell
from backend.reports.figures import Dimension
from backend.reports.selectors import label_of, labels

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a text begins that a spreadsheet would compute
Definitions = Mapping[str, Mapping[str, str]]


def to_csv(title: str, definitions: Definitions, cells: Iterable[Cell]) -> bytes:
    """With a mark of UTF-8, without which spreadsheets guess."""
    made = io.StringIO()
    writer = csv.writer(made)
    for row in _rows(title, definitions, cells):
        writer.writerow([_harmless(value) for value in row])
    return made.getvalue().encode("utf-8-sig")


def to_xlsx(title: str, definitions: Definitions, cells: Iterable[Cell]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Figures"))
    sheet.freeze_panes = "A2"
    for number, row in enumerate(_rows(title, definitions, cells)):
        sheet.append([_cell(sheet, value, bold=number == 0) for value in row])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _rows(title: str, definitions: Definitions, cells: Iterable[Cell]) -> Iterator[list[Any]]:
    known = labels()
    yield [
        *(_("Report"), _("Figure"), _("What it means"), _("By"), _("Code"), _("Name")),
        *(_("Currency"), _("Value"), _("Cases")),
    ]
    for cell in cells:
        of = definitions[cell.figure]
        by = str(Dimension(cell.dimension).label)
        name = label_of(known, cell.dimension, cell.key)
        told = [title, of["label"], of["meaning"], by, cell.key, name, cell.currency]
        yield [*told, *(_("fewer than 5") if n is None else n for n in (cell.value, cell.count))]


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
