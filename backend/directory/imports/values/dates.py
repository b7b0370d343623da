"""Dates as people write them in seven languages; never a guess between day and month."""

from __future__ import annotations

import calendar
import datetime
import re
from functools import cache
from typing import Any

from babel import Locale
from django.utils.translation import gettext as _
from openpyxl.utils.datetime import from_excel

from backend.directory.imports.values.base import (
    BadValue,
    clean_text,
    numbers_in,
    plain,
    western_digits,
)

LOCALES = ("ar", "en", "es", "fr", "pt", "ru", "zh")
FIRST_YEAR, LAST_YEAR = 1850, 2100
SERIAL_DAYS = range(10_000, 75_000)  # spreadsheets' day numbers of 1927 to 2105
SMALL_WORDS = frozenset({"de", "del", "of", "the", "г", "года", "le", "el", "st", "nd", "rd", "th"})


def date(value: Any, *, end: bool = False) -> datetime.date:
    """A date; a year or month alone stands for its first day, or its last with `end`."""
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    text = western_digits(clean_text(value))
    if text.isdigit() and len(text) == 5 and int(text) in SERIAL_DAYS:
        return from_excel(int(text)).date()
    numbers = numbers_in(text)
    found = _by_numbers(text, numbers, end) or _with_month_name(text, numbers, end)
    if found is None:
        raise BadValue(_("is not a date"), _("a date such as 2026-05-12, or a year"))
    return found


def _by_numbers(text: str, numbers: list[int], end: bool) -> datetime.date | None:
    shape = re.sub(r"\d+", "0", re.sub(r"[年月日号\s]+", "-", text).strip("-"))
    shape = re.sub(r"-0{2}:.*$|T.*$|-0:.*$", "", shape)
    if re.fullmatch(r"0", shape):
        return _built(numbers[0], None, None, end)
    if re.fullmatch(r"0[-/.]0", shape):
        year, month = sorted(numbers[:2], reverse=True)
        return _built(year, month, None, end)
    if not re.fullmatch(r"0([-/.])+0[-/.]+0(-.*)?", shape):
        return None
    if numbers[0] > 31:
        return _built(numbers[0], numbers[1], numbers[2], end)
    return _day_or_month_first(text, numbers, end)


def _day_or_month_first(text: str, numbers: list[int], end: bool) -> datetime.date | None:
    first, second, year = numbers[:3]
    if first > 12 or first == second or "." in text:  # 12.05.2026 is day first wherever it is used
        return _built(year, second, first, end)
    if second > 12:
        return _built(year, first, second, end)
    readings = {
        "one": f"{year:04d}-{second:02d}-{first:02d}",
        "other": f"{year:04d}-{first:02d}-{second:02d}",
    }
    raise BadValue(
        _("can be read in two ways, day first or month first"),
        _("%(one)s or %(other)s") % readings,
    )


def _with_month_name(text: str, numbers: list[int], end: bool) -> datetime.date | None:
    """12 mai 2026, May 12, 2026, мая 2026."""
    names = [word for word in re.sub(r"\d+", " ", plain(text)).split() if word not in SMALL_WORDS]
    month = month_names().get(" ".join(names))
    if month is None or not 1 <= len(numbers) <= 2:
        return None
    day, year = sorted(numbers) if len(numbers) == 2 else (None, numbers[0])
    return _built(year, month, day, end)


def _built(year: int, month: int | None, day: int | None, end: bool) -> datetime.date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadValue(_("is not a date"), _("a year with four digits, such as 2026-05-12"))
    month = month or (12 if end else 1)
    try:
        if day is None:
            day = calendar.monthrange(year, month)[1] if end else 1
        return datetime.date(year, month, day)
    except (ValueError, IndexError):
        raise BadValue(_("is not a day of the calendar"), _("a date such as 2026-05-12")) from None


@cache
def month_names() -> dict[str, int]:
    """Folded names and short names of months in the seven languages."""
    found: dict[str, int] = {}
    for code in LOCALES:
        months = Locale.parse(code).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[context][width].items():
                    found.setdefault(plain(name), number)
    return {name: number for name, number in found.items() if name and not name[0].isdigit()}
