"""Headings of a CV in seven languages, and the lines that say who somebody is."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

from backend.common.text import fold
from backend.directory.imports.contact_data import MAIL, PHONE

LONGEST_HEADING = 60
MOST_ADDRESS = 40  # characters beside a number or an e-mail address
NUMBERED = re.compile(r"^(?:\d{1,2}|[ivx]{1,4}|[a-z]|[一二三四五六七八九十]{1,2})[.)、]\s*")
BRACKETS = re.compile(r"\s*[(（\[][^)）\]]*[)）\]]\s*")
EDGES = re.compile(r"^[\W_]+|[\W_]+$")
LABEL = re.compile(r"^[\W_]*(?P<label>[^:：]{1,40}?)\s*[:：]")
OTHER = ""  # a section that holds nothing for a profile


@cache
def _data() -> dict:
    path = Path(__file__).with_name("headings.json")
    return json.loads(path.read_text(encoding="utf-8"))


@cache
def _headings() -> dict[str, str]:
    sections = _data()["sections"]
    return {
        _plain(word): kind
        for kind, languages in sections.items()
        for words in languages.values()
        for word in words
    }


@cache
def _labels() -> frozenset[str]:
    return frozenset(_plain(word) for word in _data()["personal"])


def section_of(line: str) -> str | None:
    """The kind of passages under a heading, OTHER for none; None where it is no heading."""
    if not 0 < len(line) <= LONGEST_HEADING:
        return None
    plain = _plain(BRACKETS.sub(" ", line))
    known = _headings()
    return known.get(plain, known.get(_plain(NUMBERED.sub("", plain))))


def is_personal(line: str) -> bool:
    """An address, a date of birth and the like: it begins with a word that says so.

    An address without such a word stands beside a telephone number or an e-mail address, with
    little else in its line.
    """
    match = LABEL.match(line)
    if match and _plain(match["label"]) in _labels():
        return True
    found = MAIL.search(line) or PHONE.search(line)
    return found is not None and not line[0].islower() and len(line) - len(found[0]) <= MOST_ADDRESS


def _plain(text: str) -> str:
    """Folded, without what stands around it; the signs of a Chinese heading set apart joined."""
    found = EDGES.sub("", fold(text))
    han = re.fullmatch(r"[\u3400-\u9fff\s]+", found)
    return re.sub(r"\s+", "" if han else " ", found)
