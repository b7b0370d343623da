"""The row of headings: below any title rows, above the data."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from backend.directory.imports.columns import KINDS
from backend.directory.imports.headings import CERTAIN, recognise
from backend.directory.imports.readers.table import Rows, Table
from backend.directory.imports.values.base import plain

LOOKED_AT = 15  # rows


@dataclass(frozen=True)
class Headed:
    """A table with its headings, and the rows below them."""

    table: Table
    headings: list[str]
    last_row: int  # the last row of headings; data begins below

    def rows(self) -> Rows:
        for number, cells in self.table.rows():
            if number > self.last_row and any(_filled(cell) for cell in cells):
                yield number, cells


def find_headings(
    table: Table, expected: Iterable[str] = (), kinds: tuple[str, ...] = KINDS
) -> Headed | None:
    """The table under its headings, or None where it holds no row with two filled cells.

    `expected` are the headings of a mapping, if there is one; `kinds` what the rows may be.
    """
    wanted = {plain(heading) for heading in expected}
    top = list(itertools.islice(table.rows(), LOOKED_AT))
    scores = [_score(cells, wanted, kinds) for _number, cells in top]
    if not any(scores):
        scores = [float(sum(map(_filled, cells)) > 1) for _number, cells in top]
    if not any(scores):
        return None
    best = max(range(len(top)), key=lambda i: (scores[i], -i))
    last = best
    while last + 1 < len(top) and _all_headings(top[last + 1][1], kinds):
        last += 1  # a second row repeats the headings in another language
    return Headed(table, _named(top[best][1]), top[last][0])


def _score(cells: list[Any], wanted: set[str], kinds: tuple[str, ...]) -> float:
    texts = [str(cell) for cell in cells if _filled(cell) and not _is_long(cell)]
    if wanted:
        return float(sum(plain(text) in wanted for text in texts))
    return max(float(sum(_certain(text, kind) for text in texts)) for kind in kinds)


def _all_headings(cells: list[Any], kinds: tuple[str, ...]) -> bool:
    texts = [str(cell) for cell in cells if _filled(cell)]
    known = [any(_certain(text, kind) for kind in kinds) for text in texts]
    return len(texts) > 2 and all(known)


def _certain(text: str, kind: str) -> bool:
    found = recognise(text, kind) if len(text) < 60 else None
    return found is not None and found.confidence == CERTAIN


def _is_long(cell: Any) -> bool:
    return len(str(cell)) > 120


def _filled(cell: Any) -> bool:
    return cell is not None and str(cell).strip() != ""


def _named(cells: list[Any]) -> list[str]:
    """The headings, each one once: `Project`, `Project (2)`, `column D` where there is none."""
    found: list[str] = []
    for index, cell in enumerate(cells):
        text = " ".join(str(cell).split()) if _filled(cell) else ""
        heading = text or _("column %(letter)s") % {"letter": get_column_letter(index + 1)}
        count = sum(other == heading or other.startswith(f"{heading} (") for other in found)
        found.append(f"{heading} ({count + 1})" if count else heading)
    return found
