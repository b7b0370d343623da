"""A request as read to a request as stored, or the list of what is wrong with it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from backend.consultations.imports.columns import FOLDER, OF_TERMS, PARTS
from backend.consultations.imports.records import RequestRecord
from backend.consultations.models import Status, Track
from backend.consultations.models.request import MOST_EXPERTS
from backend.directory.imports.contact_data import without_contacts
from backend.directory.imports.problems import Place, Problem, of_cell
from backend.directory.imports.raw import Cell, RawProfile
from backend.directory.imports.records import InstitutionMention
from backend.directory.imports.values import choices
from backend.directory.imports.values.base import BadValue, clean_text, items, line
from backend.directory.imports.values.codelists import Codelists
from backend.directory.imports.values.dates import date
from backend.directory.imports.values.languages import language_tag
from backend.needs.validation import check_need_text

LONGEST_ID, LONGEST_TITLE, LONGEST_NAME, LONGEST_ITEM, LONGEST_SUMMARY = 120, 200, 300, 300, 5_000
MOST_ITEMS, MOST_DAYS = 50, 1000
PERIODS = (("asked_on", "ended_on"), ("starts_on", "ends_on"))


@dataclass
class Parsed:
    """A record, unless there are problems; warnings stop nothing."""

    place: Place
    record: RequestRecord | None = None
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


def parse(raw: RawProfile, lists: Codelists) -> Parsed:
    """Reads every cell; one bad value makes the request as a whole bad."""
    parsed = Parsed(raw.place, problems=list(raw.problems))
    values: dict[str, Any] = {}
    for target, cell in raw.cells.items():
        try:
            values[target] = PARSERS[target](cell.value, lists)
        except BadValue as error:
            parsed.problems.append(of_cell(raw.place, cell.column, target, cell.value, error))
    _text(raw, values, parsed)
    _who(raw, values, parsed)
    _periods(raw, values, parsed)
    if parsed.problems:
        return parsed
    _mask_summary(raw, values, parsed)
    _settle(values)
    parsed.record = _record(raw, values)
    return parsed


def _record(raw: RawProfile, values: dict[str, Any]) -> RequestRecord:
    reference = values.pop("institution_id", "")
    name = values.pop("institution", "")
    mention = InstitutionMention(
        reference or name,
        values.pop("institution_country", ""),
        values.pop("institution_type", ""),
        is_id=bool(reference),
        language=raw.language,
    )
    external_id, helped_by = values.pop("external_id", ""), values.pop("helped_by", ())
    return RequestRecord(raw.place, mention, external_id, values, tuple(helped_by))


def _text(raw: RawProfile, values: dict[str, Any], parsed: Parsed) -> None:
    """What is needed; where there is nothing but a title, that is what is known."""
    cell = raw.cells.get("text") or raw.cells.get("title") or Cell("text", None)
    if not {"text", "title"} & values.keys():
        if not raw.cells.keys() & {"text", "title"}:
            error = BadValue(_("says nothing of what is needed"), _("a text or a title"))
            parsed.problems.append(of_cell(raw.place, cell.column, "text", None, error))
        return
    try:
        values["text"] = check_need_text(values.get("text") or values["title"])
    except ValidationError as refused:
        error = BadValue(" ".join(refused.messages))
        parsed.problems.append(of_cell(raw.place, cell.column, "text", cell.value, error))


def _who(raw: RawProfile, values: dict[str, Any], parsed: Parsed) -> None:
    if not raw.cells.keys() & {"institution", "institution_id"}:
        error = BadValue(_("does not say who asks"), _("the institution’s id or its name"))
        parsed.problems.append(of_cell(raw.place, "institution", "institution", None, error))


def _periods(raw: RawProfile, values: dict[str, Any], parsed: Parsed) -> None:
    for first, last in PERIODS:
        if first in values and last in values and values[last] < values[first]:
            error = BadValue(_("is before the beginning"), _("a day on or after it"))
            cell = raw.cells[last]
            parsed.problems.append(of_cell(raw.place, cell.column, last, cell.value, error))


def _mask_summary(raw: RawProfile, values: dict[str, Any], parsed: Parsed) -> None:
    """It is read by other organisations, once it is published."""
    summary = values.get("result_summary", "")
    if summary and (without := without_contacts(summary)) != summary:
        values["result_summary"] = without
        error = BadValue(_("held an e-mail address or telephone number, which was left out"))
        column = raw.cells["result_summary"].column
        parsed.warnings.append(of_cell(raw.place, column, "result_summary", None, error))


def _settle(values: dict[str, Any]) -> None:
    """What a file of past requests seldom says."""
    values.setdefault("status", Status.CLOSED)
    with_terms = values.keys() & set(OF_TERMS)
    values.setdefault("track", Track.CONSULTATION if with_terms else Track.ADVICE)


def _part(value: Any, _lists: Codelists) -> str:
    return clean_text(value)


def _date(value: Any, _lists: Codelists) -> datetime.date:
    return date(value)


def _last_day(value: Any, _lists: Codelists) -> datetime.date:
    return date(value, end=True)


def _line(most: int) -> Callable[[Any, Codelists], str]:
    return lambda value, _lists: line(value, most)


def _choice(group: str) -> Callable[[Any, Codelists], str]:
    return lambda value, _lists: choices.choice(group, value, FOLDER)


def _number(most: int) -> Callable[[Any, Codelists], int]:
    return lambda value, _lists: choices.whole_number(value, least=1, most=most)


def _items(value: Any, _lists: Codelists) -> list[str]:
    found = [line(item, LONGEST_ITEM) for item in items(value)]
    if len(found) > MOST_ITEMS:
        raise BadValue(
            _("holds %(count)d entries") % {"count": len(found)},
            _("at most %(most)d entries") % {"most": MOST_ITEMS},
        )
    return found


def _summary(value: Any, _lists: Codelists) -> str:
    text = clean_text(value)
    if len(text) > LONGEST_SUMMARY:
        raise BadValue(
            _("holds %(count)d characters") % {"count": len(text)},
            _("at most %(most)d characters") % {"most": LONGEST_SUMMARY},
        )
    return text


PARSERS: dict[str, Callable[[Any, Codelists], Any]] = {
    "external_id": _line(LONGEST_ID),
    "title": _line(LONGEST_TITLE),
    "text": _part,
    "language": language_tag,
    "institution": _line(LONGEST_NAME),
    "institution_id": _line(LONGEST_ID),
    "institution_country": lambda value, lists: lists.country(value),
    "institution_type": lambda value, _lists: choices.institution_type(value),
    "country": lambda value, lists: lists.country(value),
    "sdgs": lambda value, lists: lists.goals_in(value),
    "sectors": lambda value, lists: lists.sectors_in(value),
    "demo": lambda value, _lists: choices.yes_no(value),
    "track": _choice("track"),
    "status": _choice("status"),
    "asked_on": _date,
    "ended_on": _last_day,
    **dict.fromkeys(PARTS, _part),
    "deliverables": _items,
    "working_days": _number(MOST_DAYS),
    "starts_on": _date,
    "ends_on": _last_day,
    "place": _choice("place"),
    "place_note": _line(LONGEST_NAME),
    "experts_wanted": _number(MOST_EXPERTS),
    "answers_by": _last_day,
    "helped_by": _items,
    "result_summary": _summary,
}
