"""Lists of references: RIS, and the tagged text that EndNote writes (.enw)."""

from __future__ import annotations

import re
from typing import Any

import rispy
from django.utils.translation import gettext as _

from backend.directory.proposals.found import Found, Kind, Unreadable, doi_in, one_line, year_of

RIS = re.compile(r"^\ufeff?TY  ?- ?\S", re.MULTILINE)
ENDNOTE = re.compile(r"^%0 \S", re.MULTILINE)
TAG = re.compile(r"^%(\S) (.*)$")


def is_ris(text: str) -> bool:
    return RIS.search(text) is not None


def of_ris(text: str) -> list[Found]:
    """Raises Unreadable."""
    try:
        rows = rispy.loads(text)
    except (OSError, ValueError, LookupError, TypeError):
        raise Unreadable(
            _("The RIS file is broken: each entry begins with “TY  - ” and ends with “ER  - ”.")
        ) from None
    return [found for row in rows if (found := _of_ris(row))]


def _of_ris(row: dict[str, Any]) -> Found | None:
    title = _first(row, "title", "primary_title", "short_title", "translated_title")
    venue = _first(row, "secondary_title", "journal_name", "alternate_title3", "publisher")
    year = year_of(_first(row, "year", "publication_year", "date"))
    abstract = _first(row, "abstract", "notes_abstract")
    doi = doi_in(_first(row, "doi")) or doi_in(_first(row, "urls"))
    return publication(title, venue, abstract, year, doi)


def _first(row: dict[str, Any], *names: str) -> str:
    for name in names:
        value = row.get(name)
        if isinstance(value, list):
            value = next(iter(value), "")
        if line := one_line(value):
            return line
    return ""


def is_endnote(text: str) -> bool:
    return ENDNOTE.search(text) is not None


def of_endnote(text: str) -> list[Found]:
    found = [_of_endnote(entry) for entry in re.split(r"(?m)^(?=%0 )", text) if entry.strip()]
    return [one for one in found if one]


def _of_endnote(entry: str) -> Found | None:
    tags: dict[str, str] = {}
    last = ""
    for line in entry.splitlines():
        if match := TAG.match(line):
            last = match[1]
            tags.setdefault(last, match[2].strip())
        elif last == "X" and line.strip():  # an abstract goes on
            tags["X"] += f" {line.strip()}"
    venue = tags.get("J") or tags.get("B") or tags.get("I") or ""
    year = year_of(tags.get("D")) or year_of(tags.get("8"))
    doi = doi_in(tags.get("R")) or doi_in(tags.get("U"))
    return publication(tags.get("T", ""), venue, tags.get("X", ""), year, doi)


def publication(
    title: str, venue: str, abstract: str, year: int | None, doi: str, language: str = ""
) -> Found | None:
    """A publication as a passage: its title, where it came out, and what it is about."""
    if not title:
        return None
    head = f"{title.rstrip('.')}. {venue}".strip() if venue else title
    text = f"{head}\n\n{abstract}" if abstract else head
    return Found(text, Kind.PUBLICATION, year, venue, doi, language)
