"""Cutting a CV into passages: by its headings, its bullets, and the years it begins lines with."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from backend.directory.imports.cutting import BULLET, YEAR, year_in
from backend.directory.proposals.found import Found, Kind, doi_in
from backend.directory.proposals.sections import OTHER, is_personal, section_of

SUMMARY = 120  # characters of a text before the first heading that is more than name and title
WRAPPED = 0.75  # of the longest line: one this long goes on in the next
OFTEN = 3  # a line on so many pages stands at the head or foot of each
PAGE = re.compile(
    r"^\W*(?:page|p\.|стр\.?|第|página|صفحة)?\s*\d{1,3}\s*"
    r"(?:页|(?:/|of|de|sur|из|من)\s*\d{1,3})?\W*$",
    re.IGNORECASE,
)
MONTH = r"(?:[^\W\d]{3,12}\.?\s+|\d{1,2}\s?[./]\s?)?"
BEGINS = re.compile(
    rf"^\W{{0,3}}(?:{MONTH}{YEAR}|(?:since|depuis|desde|с|自|منذ)\s*{YEAR})", re.IGNORECASE
)
TODAY = (
    "(?:today|present|now|présent|aujourd’hui|actualidad|presente|atual|н[.] ?в[.]?|至今|现在|الآن)"
)
ONLY_YEARS = re.compile(
    rf"^\W{{0,3}}{MONTH}{YEAR}(?:\W{{1,4}}{MONTH}{YEAR}|\W{{1,4}}{TODAY})?\W{{0,3}}$", re.IGNORECASE
)


def passages(text: str) -> list[Found]:
    """Each entry with its kind by the heading above it, its year, and its DOI."""
    return [found for kind, lines in _sections(_lines(text)) for found in _of_section(kind, lines)]


def _lines(text: str) -> list[str]:
    """Without page numbers, and without what stands on every page."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    counted = Counter(line for line in lines if line)
    often = {line for line, times in counted.items() if times >= OFTEN and section_of(line) is None}
    return [line for line in lines if line not in often and not (line and PAGE.match(line))]


def _sections(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """The kind of each section and its lines; what stands above the first is a name and such."""
    kind: str | None = None
    own: list[str] = []
    for line in lines:
        found = section_of(line)
        if found is None:
            own.append(line)
            continue
        yield from _section(kind, own)
        kind, own = found, []
    if kind is None:  # no heading at all: all of it is taken for what the person can do
        kind = Kind.EXPERTISE
    yield from _section(kind, own)


def _section(kind: str | None, lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    if kind is None:
        yield Kind.EXPERTISE, [line for line in lines if len(line) >= SUMMARY]
    elif kind != OTHER:
        yield kind, lines


def _of_section(kind: str, lines: list[str]) -> Iterator[Found]:
    for entry in _entries([line for line in lines if not is_personal(line)]):
        doi = doi_in(entry) if kind == Kind.PUBLICATION else ""
        yield Found(entry, kind, year_in(entry), identifier=doi)


def _entries(lines: list[str]) -> Iterator[str]:
    """Lines put together again where one goes on with the one before."""
    longest = max(map(len, lines), default=0)
    bulleted = sum(BULLET.match(line) is not None for line in lines) > 1
    entry = before = ""
    for line in lines:
        if line and entry and _goes_on(line, before, longest, bulleted):
            entry = _joined(entry, line)
        else:
            if entry:
                yield entry
            entry = BULLET.sub("", line).strip()
        before = line
    if entry:
        yield entry


def _joined(entry: str, line: str) -> str:
    """A word cut by a hyphen at the end of a line is one word again."""
    if entry.endswith("-") and line[0].islower():
        return entry[:-1] + line
    return f"{entry} {line}"


def _goes_on(line: str, before: str, longest: int, bulleted: bool) -> bool:
    """Not after an empty line, and not with a bullet or a year at its beginning."""
    if not before or BULLET.match(line) or BEGINS.match(line):
        return False
    if ONLY_YEARS.match(before):
        return True
    if bulleted:
        return BULLET.match(before) is not None or len(before) >= WRAPPED * longest
    first = next((char for char in line if char.isalnum()), "")
    return first.islower() or len(before) >= WRAPPED * longest
