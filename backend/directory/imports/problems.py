"""What is wrong with a row, in words for the person who has the spreadsheet open."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from backend.directory.imports.columns import CONTACT
from backend.directory.imports.contact_data import masked
from backend.directory.imports.values.base import BadValue

SHOWN = 80  # characters of a value


class ImportFileError(Exception):
    """The file as a whole cannot be read, or its columns are not understood."""


@dataclass(frozen=True)
class Place:
    """Where a profile stands: its rows as the spreadsheet numbers them, or its place in JSON."""

    row: int
    sheet: str = ""

    def __str__(self) -> str:
        words = {"row": self.row, "sheet": self.sheet}
        return (_("%(sheet)s, row %(row)d") if self.sheet else _("row %(row)d")) % words


@dataclass(frozen=True)
class Problem:
    """One thing wrong. `value` is empty for contact columns, whose values are never shown."""

    place: Place
    column: str
    value: str
    reason: str
    expected: str = ""

    def __post_init__(self) -> None:
        """Contact data may stand in any column, and a reason may quote it."""
        for name in ("value", "reason"):
            object.__setattr__(self, name, masked(getattr(self, name)))

    def __str__(self) -> str:
        where = str(self.place)
        if self.column:
            where = _("%(place)s, column %(column)s") % {"place": where, "column": self.column}
        shown = f" “{self.value}”" if self.value else ""
        right = _(" (right would be: %(expected)s)") % {"expected": self.expected}
        return f"{where}:{shown} {self.reason}{right if self.expected else ''}"

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self.place), **{k: v for k, v in vars(self).items() if k != "place"}}


def of_cell(place: Place, column: str, target: str, value: Any, error: BadValue) -> Problem:
    """The problem of one cell. What an error says may quote the value, so contacts get a reason
    of their own."""
    contact = target in CONTACT
    shown = "" if contact or value is None else " ".join(str(value).split())
    shown = masked(shown)  # before it is cut, which would hide what it is
    shown = shown if len(shown) <= SHOWN else f"{shown[:SHOWN]}…"
    return Problem(place, column, shown.replace("\x00", "␀"), error.reason, error.expected)
