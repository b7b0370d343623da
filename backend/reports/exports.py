"""Figures as tables for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from backend.common import sheets
from backend.reports.counting import Cell
from backend.reports.figures import Dimension
from backend.reports.selectors import label_of, labels

Definitions = Mapping[str, Mapping[str, str]]


def to_csv(title: str, definitions: Definitions, cells: Iterable[Cell]) -> bytes:
    return sheets.to_csv(_rows(title, definitions, cells))


def to_xlsx(title: str, definitions: Definitions, cells: Iterable[Cell]) -> bytes:
    return sheets.to_xlsx({_("Figures"): _rows(title, definitions, cells)})


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
