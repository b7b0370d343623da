"""Cutting a cell of prose into passages, each with the year it names."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from functools import cache

from backend.common.text import fold
from backend.directory.imports.values.words import data

BULLET = re.compile(
    r"^\s*(?:[•·▪●○■◦‣►➢✓✔*◆★※-]|[–—]\s|\(?\d{1,2}(?:[)、]|\.(?!\d))|（\d{1,2}）|[①-⑳]|[一二三四五六七八九十]{1,3}、)\s*"
)
INLINE_BULLET = re.compile(r"\s*[•▪●■◦‣►➢]\s*")
SEMICOLON = re.compile(r"\s*[;；؛]\s*")
LONG_LETTERS, LONG_HAN = 25, 8  # a piece this long stands on its own

YEAR = r"(?:19|20)\d{2}"
RANGE = re.compile(
    rf"(?<!\d)({YEAR})\s*(?:[-–—~～/]|至|to|à|a|al|по|إلى)\s*(\d{{4}}|\d{{2}})(?!\d)"
)
BRACKETED = re.compile(rf"[(（\[【]\D{{0,20}}({YEAR})\D{{0,12}}[)）\]】]")
AT_START = re.compile(
    rf"^\s*({YEAR})(?:\s*[:：.,，、;|)）–—-]|年|\s+(?=[A-ZА-ЯÀ-Þ\u4e00-\u9fff\u0600-\u06ff]))"
)
AT_END = re.compile(rf"(?<![\d.,])({YEAR})\s*(?:年|г\.?|гг\.?|م)?\s*[.。]?\s*$")
MARKED = re.compile(rf"(?<!\d)({YEAR})\s*(?:年|г\.|год)|,\s*({YEAR})\s*[,.;]")
BEFORE = re.compile(rf"(\w+)\s+({YEAR})(?!\d|\s*(?:ha|m|km|t|kg|mm|%|kw|mw))", re.IGNORECASE)


def cut(text: str, *, whole: bool = False) -> list[str]:
    """The passages in a cell: by blank lines, bullets, lines, or long items between semicolons.

    `whole` is for summaries, which only blank lines and bullets divide.
    """
    blocks = [block for block in re.split(r"\n\s*\n", text) if block.strip()]
    pieces = [piece for block in blocks for piece in _block(block, whole)]
    return list(dict.fromkeys(piece for piece in pieces if any(c.isalnum() for c in piece)))


def year_in(text: str) -> int | None:
    """The year a passage is of, or None where a number is not plainly a year (2000 households).

    Of a range the last; else one in brackets, at the start, at the end, or after a word
    such as “in”. Never beyond next year.
    """
    ranges = [_range_end(*match.groups()) for match in RANGE.finditer(text)]
    for found in (ranges, *(_years(pattern, text) for pattern in (BRACKETED, AT_START, AT_END))):
        if years := [year for year in found if _possible(year)]:
            return years[-1]
    loose = [*_years(MARKED, text), *_after_a_word(text)]
    return next((year for year in reversed(loose) if _possible(year)), None)


def _block(block: str, whole: bool) -> list[str]:
    lines = [line for line in block.split("\n") if line.strip()]
    if len(lines) > 1 and any(BULLET.match(line) for line in lines[:2]):
        return _joined(lines, lambda line: BULLET.match(line) is not None)
    if len(lines) > 1 and not whole:
        return _joined(lines, _begins_in_capitals)
    text = BULLET.sub("", " ".join(line.strip() for line in lines))
    inline = [piece for piece in INLINE_BULLET.split(text) if piece.strip()]
    if len(inline) > 1:
        return [piece.strip(" ;") for piece in inline]
    pieces = [piece for piece in SEMICOLON.split(text) if piece]
    if not whole and len(pieces) > 1 and all(_is_long(piece) for piece in pieces):
        return pieces
    return [text.strip()]


def _begins_in_capitals(line: str) -> bool:
    """A small letter goes on with the sentence before; scripts without capitals always begin."""
    first = next((char for char in line if char.isalnum()), "")
    return not first.islower()


def _joined(lines: list[str], begins: Callable[[str], bool]) -> list[str]:
    """Items out of lines: a line that does not begin one goes on with the one before."""
    found: list[str] = []
    for line in lines:
        piece = BULLET.sub("", line).strip().rstrip(";；")
        if found and not begins(line):
            found[-1] = f"{found[-1]} {piece}"
        else:
            found.append(piece)
    return found


def _is_long(piece: str) -> bool:
    han = sum("\u4e00" <= char <= "\u9fff" for char in piece)
    return han >= LONG_HAN or len(piece) >= LONG_LETTERS


def _range_end(start: str, end: str) -> int:
    return int(end) if len(end) == 4 else int(start[:2] + end)


def _years(pattern: re.Pattern[str], text: str) -> list[int]:
    return [
        int(next(group for group in match.groups() if group)) for match in pattern.finditer(text)
    ]


def _after_a_word(text: str) -> list[int]:
    """“in 2016 …”; but “in 2000 …” may well count households."""
    found = [(fold(word), int(year)) for word, year in BEFORE.findall(text)]
    return [year for word, year in found if word in _prepositions() and year % 100]


@cache
def _prepositions() -> frozenset[str]:
    return frozenset(fold(word) for word in data("words")["preposition_before_year"]["any"])


def _possible(year: int) -> bool:
    return 1900 < year <= datetime.date.today().year + 1
