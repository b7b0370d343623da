"""What a column holds by the look of its values, where its heading says nothing."""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from backend.directory.imports.columns import EXPERTS, OTHERS, prose_of
from backend.directory.imports.headings import GUESS, LIKELY
from backend.directory.imports.values.base import BadValue, clean_text, is_blank
from backend.directory.imports.values.codelists import Codelists
from backend.directory.imports.values.languages import languages

SAMPLE = 50  # values
MOST_OF = 0.6
LONG_PROSE = 60  # characters, the median
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
ORCID = re.compile(r"(https?://)?(orcid\.org/)?\d{4}-?\d{4}-?\d{4}-?\d{3}[\dXx]")
WEB = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)
PHONE = re.compile(r"\+[\d\s()./-]{7,}")


def by_look(values: list[Any], kind: str, lists: Codelists) -> tuple[str, str, str] | None:
    """Target, confidence and why, from a sample of a column's values."""
    texts = [_text(value) for value in values if not is_blank(value)][:SAMPLE]
    if not texts:
        return None
    for target, test, why in _tests(kind, lists):
        if sum(test(text) for text in texts) >= MOST_OF * len(texts):
            return target, LIKELY, str(why)
    if statistics.median(map(len, texts)) >= LONG_PROSE:
        return prose_of(kind), GUESS, str(_("holds long texts"))
    return None


def _tests(kind: str, lists: Codelists) -> list[tuple[str, Callable[[str], bool], Any]]:
    tests: list[tuple[str, Callable[[str], bool], Any]] = [
        ("country", _taken_by(lists.country), _("holds countries")),
    ]
    if kind in OTHERS:
        return tests
    if kind != EXPERTS:
        return [
            ("website", lambda t: WEB.fullmatch(t) is not None, _("holds web addresses")),
            *tests,
        ]
    return [
        ("email", lambda t: EMAIL.search(t) is not None, _("holds e-mail addresses")),
        ("orcid", lambda t: ORCID.fullmatch(t) is not None, _("holds ORCID iDs")),
        ("phone", lambda t: PHONE.fullmatch(t) is not None, _("holds telephone numbers")),
        *tests,
        ("languages", _taken_by(lambda t: languages(t, lists)), _("holds languages")),
    ]


def _taken_by(parse: Callable[[str], object]) -> Callable[[str], bool]:
    def taken(text: str) -> bool:
        try:
            return not text.isdigit() and bool(parse(text))
        except BadValue:
            return False

    return taken


def _text(value: Any) -> str:
    try:
        return clean_text(value)
    except BadValue:
        return str(value)
