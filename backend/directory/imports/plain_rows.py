"""Rows that are no profiles, as a file holds them: each row of a sheet, each object of a document,
is one. Their columns are told in ``columns.OTHERS``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from backend.directory.imports.columns import is_target
from backend.directory.imports.files import DocumentSource, SheetSource
from backend.directory.imports.grouping import cells_of
from backend.directory.imports.problems import Place, of_cell
from backend.directory.imports.raw import Cell, RawProfile
from backend.directory.imports.values.base import BadValue, is_blank


class PlainSheets(SheetSource):
    """Row by row: no more than one is held in memory."""

    def profiles(self) -> Iterator[RawProfile]:
        for headed, mapped in self.sheets:
            for number, values in headed.rows():
                place = Place(number, headed.table.name)
                raw = RawProfile(kind=mapped.kind, place=place, language=mapped.language)
                for target, cell in cells_of(headed, mapped, raw, values):
                    raw.cells[target] = cell
                if raw.cells or raw.problems:
                    yield raw


class PlainDocument(DocumentSource):
    """`{"source": …, KIND: […]}`, whose objects' keys are the columns."""

    def profiles(self) -> Iterator[RawProfile]:
        kind = self.kinds[0]
        for number, found in self.document.profiles(kind):
            raw = RawProfile(kind=kind, place=Place(number, kind))
            if isinstance(found, dict):
                self._take(raw, found)
            else:
                error = BadValue(_("is no object"))
                raw.problems.append(of_cell(raw.place, "", "", None, error))
            yield raw

    def _take(self, raw: RawProfile, found: dict[str, Any]) -> None:
        for key, value in found.items():
            if not is_target(key, raw.kind):
                self.unknown.add(f"{raw.kind}.{key}")
            elif not is_blank(value):
                raw.cells[key] = Cell(key, value)
