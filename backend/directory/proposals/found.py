"""What is found in a file, and why a file cannot be read."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from backend.common.languages import detect
from backend.directory.imports.contact_data import GONE, without_contacts
from backend.directory.imports.values.base import BadValue, clean_text
from backend.directory.models import Passage
from backend.directory.validation import EARLIEST_YEAR

Kind = Passage.Kind
LONGEST = 5_000  # characters of a proposed passage; an abstract has less
SHORTEST = 15  # letters, of which a Chinese one counts thrice
TELLING = 40  # characters by which a language is told
DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>|]+[^\s\"<>|.,;:)\]}]", re.IGNORECASE)


class Unreadable(ValueError):
    """A file that nothing can be proposed from: why, and what would be right."""


@dataclass(frozen=True)
class Found:
    """A passage as a file has it."""

    text: str
    kind: str = Kind.EXPERTISE
    year: int | None = None
    origin: str = ""
    identifier: str = ""
    language: str = ""


@dataclass(frozen=True)
class Reading:
    """What a file is, whose (where it says so), and what it holds."""

    kind: str
    found: list[Found]
    orcid: str = ""


def tidied(found: Iterable[Found], *, origin: str = "") -> list[Found]:
    """Clean, without contact data, each text once; with its language as far as it can be told."""
    rows = [tidy for one in found if (tidy := _tidy(one, origin))]
    once = list({one.text: one for one in reversed(rows)}.values())[::-1]
    main = detect(" ".join(one.text for one in once)[:2_000]) if once else ""
    return [one if one.language else replace(one, language=_language(one, main)) for one in once]


def _tidy(one: Found, origin: str) -> Found | None:
    try:
        text = clean_text(without_contacts(one.text))[:LONGEST].strip()
    except BadValue:
        return None
    letters = sum(3 if "\u3400" <= char <= "\u9fff" else char.isalpha() for char in text)
    if letters - GONE.count("…") < SHORTEST:
        return None
    return replace(
        one,
        text=text,
        year=one.year
        if one.year and EARLIEST_YEAR <= one.year <= datetime.date.today().year + 1
        else None,
        origin=without_contacts(one_line(one.origin) or origin)[:300],
        identifier=one.identifier[:200],
    )


def _language(one: Found, main: str) -> str:
    return (detect(one.text) if len(one.text) >= TELLING else "") or main


def one_line(value: Any) -> str:
    """Text within other text; what is none is nothing."""
    return " ".join(str(value).split()) if isinstance(value, str | int) else ""


def doi_in(text: Any) -> str:
    """The DOI in a text, in small letters and without an address in front, or ""."""
    match = DOI.search(text) if isinstance(text, str) else None
    return match[0].lower() if match else ""


def year_of(value: Any) -> int | None:
    """The year at the beginning of ``2016``, ``2016/05/01`` or ``2016-05``."""
    match = re.match(r"\s*(\d{4})(?!\d)", str(value)) if isinstance(value, str | int) else None
    return int(match[1]) if match else None
