"""What every value needs: the error, clean text, comparison, and lists within a cell."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from backend.common.text import fold
from backend.directory.name_keys import ARABIC_VARIANTS

LONGEST_CELL = 20_000  # characters
MOST_NUMBER = 10**18  # more digits has no id, and no number that anything is counted by
LONGEST_NUMBER = 9  # digits of the numbers within dates and lists
BLANKS = frozenset({"", "-", "–", "—", "--", "/", "n/a", "n.a."})
FORMULA_ERRORS = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
)
NOT_WORDS = re.compile(r"[^\w]+|_+")
# Marks that only steer the display can hide what a text says; zero-width (non-)joiners stay.
UNSEEN = dict.fromkeys([0x200B, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
SPLITTERS = re.compile(r"[;；؛、|\n]+")
COMMAS = re.compile(r"[,，،]+(?![^(（]*[)）])")  # not within brackets


class BadValue(ValueError):
    """A cell that cannot be taken: why, and what would be right."""

    def __init__(self, reason: str, expected: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.expected = expected


def clean_text(value: Any) -> str:
    """Text as stored: NFC, one kind of line end, no control characters. Raises BadValue."""
    text = unicodedata.normalize("NFC", _written(value))
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    text = text.replace("\t", " ").replace("\xa0", " ").translate(UNSEEN)
    if "\x00" in text:
        raise BadValue(_("holds a NUL byte"), _("text without control characters"))
    text = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs"})
    text = re.sub(r"\n{3,}", "\n\n", text).strip()
    if len(text) > LONGEST_CELL:
        raise BadValue(
            _("holds %(count)d characters") % {"count": len(text)},
            _("at most %(most)d characters") % {"most": LONGEST_CELL},
        )
    if text in FORMULA_ERRORS:
        raise BadValue(_("is the error of a formula"), _("the value itself"))
    return text


def _written(value: Any) -> str:
    """A cell as a person would write it: 12.0 is 12, a date is ISO."""
    if value is None:
        return ""
    if isinstance(value, list | dict):
        raise BadValue(_("is not one value"), _("a text or a number"))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float | Decimal):
        if not -MOST_NUMBER < value < MOST_NUMBER:  # infinite and “not a number” as well
            raise BadValue(
                _("is too large a number"), _("a number of at most 18 digits, or a text")
            )
        return str(int(value)) if value == value // 1 else str(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return str(value)


def is_blank(value: Any) -> bool:
    """Whether a cell says nothing."""
    if isinstance(value, list | dict):
        return not value
    return value is None or (isinstance(value, str) and value.strip().casefold() in BLANKS)


def line(value: Any, most: int) -> str:
    """One line of text of at most `most` characters."""
    text = " ".join(clean_text(value).split())
    if len(text) > most:
        raise BadValue(
            _("holds %(count)d characters") % {"count": len(text)},
            _("at most %(most)d characters") % {"most": most},
        )
    return text


def plain(text: str) -> str:
    """For comparing words: folded, without marks, Arabic letter variants made one."""
    folded = fold(text.replace("’", "'")).translate(ARABIC_VARIANTS)
    return " ".join(NOT_WORDS.sub(" ", folded).split())


def numbers_in(text: str) -> list[int]:
    """The whole numbers in a text. Raises BadValue where one is absurdly long."""
    found = re.findall(r"\d+", text)
    if any(len(number) > LONGEST_NUMBER for number in found):
        raise BadValue(
            _("holds a number that is too long"),
            _("at most %(most)d digits") % {"most": LONGEST_NUMBER},
        )
    return [int(number) for number in found]


def western_digits(text: str) -> str:
    """`٢٠٢٤` → `2024`."""
    return "".join(str(unicodedata.digit(c)) if c.isdigit() and c > "9" else c for c in text)


def items(value: Any) -> Iterator[str]:
    """The entries of a cell that holds a list: separated by ; 、 | or a new line."""
    if isinstance(value, list | tuple):
        for entry in value:
            if not is_blank(entry):
                yield clean_text(entry)
        return
    for part in SPLITTERS.split(clean_text(value)):
        if part.strip():
            yield part.strip()


def comma_parts(text: str) -> list[str]:
    """The parts between commas, those in brackets left alone."""
    return [part.strip() for part in COMMAS.split(text) if part.strip()]
