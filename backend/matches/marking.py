"""A passage as a page quotes it: cut to a readable length, with the shared terms marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from backend.matches import engine

Span = tuple[int, int]

SHOWN = 400  # characters; the rest is one click away
TOLERANCE = 80  # a rest shorter than this is not worth a click
WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
STOP = re.compile(r"\s|(?<=[。！？；，、])")


def quote(
    text: str, language: str, shared: Iterable[str], shared_language: str
) -> tuple[SafeString, SafeString]:
    """The passage's beginning and its rest (may be empty), escaped, shared terms in ``<mark>``.

    ``shared`` are the need's own words; what is marked are the passage's words of the same stem.
    """
    text = unicodedata.normalize("NFC", text)
    wanted = {term for word in shared for term in _terms(word, shared_language)}
    found = spans(text, language, wanted) if wanted else []
    cut = cut_at(text, found)
    return marked(text, found, 0, cut), marked(text, found, cut, len(text))


def spans(text: str, language: str, wanted: set[str]) -> list[Span]:
    """Where the text holds one of the terms, in order and without overlaps."""
    found: list[Span] = []
    for word in WORD.finditer(text):
        for start, end in _parts(word):
            if wanted & _terms(text[start:end], language):
                found.append((start, end))
    return _merged(found)


def _parts(word: re.Match[str]) -> Iterable[Span]:
    """A word, taken apart where Chinese begins; Chinese in overlapping pairs of characters."""
    at = word.start()
    for part in re.split(f"({HAN.pattern})", word.group()):
        if HAN.fullmatch(part) and len(part) > 1:
            yield from ((at + i, at + i + 2) for i in range(len(part) - 1))
        elif part:
            yield at, at + len(part)
        at += len(part)


def _merged(found: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


@lru_cache(maxsize=50_000)
def _terms(word: str, language: str) -> frozenset[str]:
    return frozenset(engine.terms(word, language))


def cut_at(text: str, found: list[Span]) -> int:
    """Where to cut: at the last gap before ``SHOWN`` characters, and never within a mark."""
    if len(text) <= SHOWN + TOLERANCE:
        return len(text)
    gaps = [gap.end() for gap in STOP.finditer(text, SHOWN - TOLERANCE, SHOWN)]
    cut = gaps[-1] if gaps else SHOWN
    return next((start for start, end in found if start < cut < end), cut)


def marked(text: str, found: list[Span], start: int, end: int) -> SafeString:
    """A part of the text: everything is escaped, then the marks are put around."""
    pieces: list[tuple[str]] = []
    at = start
    for first, last in found:
        if start <= first and last <= end:
            pieces += [(_plain(text[at:first]),), (_mark(text[first:last]),)]
            at = last
    return format_html_join("", "{}", [*pieces, (_plain(text[at:end]),)])


def _plain(text: str) -> SafeString:
    return format_html("{}", text)


def _mark(text: str) -> SafeString:
    return format_html("<mark>{}</mark>", text)
