"""A table of cells as it stands in a file, whatever the file's format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Rows = Iterator[tuple[int, list[Any]]]


@dataclass(frozen=True)
class Table:
    """`rows` reads the table anew at each call: row numbers as a spreadsheet shows them, cells.

    `name` is the sheet's (empty in a CSV file), `note` says how it was read, `hint` is the
    file's name, which may tell what it holds.
    """

    name: str
    note: str
    rows: Callable[[], Rows]
    hint: str = ""
