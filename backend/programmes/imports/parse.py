"""A past project as read to one as stored, or the list of what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from backend.directory.imports.contact_data import without_contacts
from backend.directory.imports.problems import Place, Problem, of_cell
from backend.directory.imports.raw import Cell, RawProfile
from backend.directory.imports.values import choices, identifiers
from backend.directory.imports.values.base import (
    BadValue,
    clean_text,
    items,
    line,
    western_digits,
)
from backend.directory.imports.values.codelists import Codelists
from backend.directory.imports.values.languages import language_tag
from backend.programmes.imports.records import ProjectRecord

LONGEST_ID, LONGEST_TITLE, LONGEST_NAME, LONGEST_PROGRAMME, LONGEST_LINK = 120, 300, 300, 200, 500
MOST_ITEMS = 50
MOST_AMOUNT = Decimal(10) ** 12
CURRENCY = re.compile(r"(us\s*\$|usd|\$|美元|долл\.?|دولار)", re.IGNORECASE)
SHOWN_TO_ALL = ("text", "outcome")  # in which no address and no number is kept


@dataclass
class Parsed:
    """A record, unless there are problems; warnings stop nothing."""

    place: Place
    record: ProjectRecord | None = None
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


def parse(raw: RawProfile, lists: Codelists) -> Parsed:
    """Reads every cell; one bad value makes the project as a whole bad."""
    parsed = Parsed(raw.place, problems=list(raw.problems))
    values: dict[str, Any] = {}
    for target, cell in raw.cells.items():
        try:
            values[target] = PARSERS[target](cell.value, lists)
        except BadValue as error:
            parsed.problems.append(of_cell(raw.place, cell.column, target, cell.value, error))
    if not raw.cells.keys() & {"title", "text"}:
        lack = BadValue(_("says nothing of what was done"), _("a title or a text"))
        parsed.problems.append(of_cell(raw.place, "title", "title", None, lack))
    if parsed.problems:
        return parsed
    _settle(values)
    _mask(raw, values, parsed)
    external_id, institutions = values.pop("external_id", ""), values.pop("institutions", None)
    named = None if institutions is None else tuple(institutions)
    parsed.record = ProjectRecord(raw.place, external_id, values, named)
    return parsed


def _settle(values: dict[str, Any]) -> None:
    """Where there is nothing but a title, or nothing but a text, that is what is known."""
    values.setdefault("text", values.get("title", ""))
    if "title" not in values:
        first = values["text"].splitlines()[0]
        values["title"] = first if len(first) <= LONGEST_TITLE else f"{first[:80].rstrip()}…"


def _mask(raw: RawProfile, values: dict[str, Any], parsed: Parsed) -> None:
    for name in SHOWN_TO_ALL:
        said = values.get(name, "")
        if (without := without_contacts(said)) != said:
            values[name] = without
            error = BadValue(_("held an e-mail address or telephone number, which was left out"))
            cell = raw.cells.get(name) or Cell(name, None)
            parsed.warnings.append(of_cell(raw.place, cell.column, name, None, error))


def amount(value: Any) -> Decimal:
    """US dollars, such as 35,000 or US$ 35 000.50. Raises BadValue."""
    text = CURRENCY.sub("", western_digits(clean_text(value)))
    text = re.sub(r"[\s'’_]", "", text)
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", text):  # thousands: no cents have three digits
        text = re.sub(r"[.,]", "", text)
    elif re.fullmatch(r"[\d.]+,\d{1,2}", text):
        text = text.replace(".", "").replace(",", ".")
    else:
        text = text.replace(",", "")
    try:
        found = Decimal(text).quantize(Decimal("0.01"))
    except InvalidOperation:
        found = Decimal(-1)
    if not 0 <= found < MOST_AMOUNT:
        raise BadValue(_("is no amount"), _("US dollars, such as 35000 or 35,000.00"))
    return found


def _line(most: int) -> Callable[[Any, Codelists], str]:
    return lambda value, _lists: line(value, most)


def _names(value: Any, _lists: Codelists) -> list[str]:
    found = [line(item, LONGEST_NAME) for item in items(value)]
    if len(found) > MOST_ITEMS:
        raise BadValue(
            _("holds %(count)d entries") % {"count": len(found)},
            _("at most %(most)d entries") % {"most": MOST_ITEMS},
        )
    return found


PARSERS: dict[str, Callable[[Any, Codelists], Any]] = {
    "external_id": _line(LONGEST_ID),
    "title": _line(LONGEST_TITLE),
    "text": lambda value, _lists: clean_text(value),
    "language": language_tag,
    "countries": lambda value, lists: lists.countries_in(value),
    "institutions": _names,
    "programme": _line(LONGEST_PROGRAMME),
    "year": lambda value, _lists: choices.year(value),
    "amount": lambda value, _lists: amount(value),
    "outcome": lambda value, _lists: clean_text(value),
    "link": lambda value, _lists: identifiers.url(value, most=LONGEST_LINK),
    "sdgs": lambda value, lists: lists.goals_in(value),
    "sectors": lambda value, lists: lists.sectors_in(value),
    "demo": lambda value, _lists: choices.yes_no(value),
}
