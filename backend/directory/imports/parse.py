"""A profile as read to a profile as stored, or the list of what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from backend.directory.imports.columns import EXPERTS, NAME_TAG
from backend.directory.imports.groups import affiliations, availability, homeless
from backend.directory.imports.passages import passages
from backend.directory.imports.problems import Place, Problem, of_cell
from backend.directory.imports.raw import Cell, RawProfile
from backend.directory.imports.records import ProfileRecord
from backend.directory.imports.values import choices, identifiers
from backend.directory.imports.values.base import BadValue, line
from backend.directory.imports.values.codelists import Codelists
from backend.directory.imports.values.dates import date
from backend.directory.imports.values.languages import languages
from backend.directory.imports.values.names import names, together

LONGEST_ID, LONGEST_CITY, LONGEST_SOURCE_URL = 120, 120, 500
MOST_ENGAGEMENTS = 50


@dataclass
class Parsed:
    """A record, unless there are problems; warnings stop nothing."""

    place: Place
    record: ProfileRecord | None = None
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


def parse(
    raw: RawProfile, lists: Codelists, *, consent: bool | None = None, vouched: bool = False
) -> Parsed:
    """Reads every cell; one bad value makes the profile as a whole bad.

    `consent` stands for the cells of a file whose owner has everybody's consent; `vouched`: its
    passages may be documented or delivered without more ado.
    """
    parsed = Parsed(raw.place, problems=list(raw.problems))
    record = ProfileRecord(kind=raw.kind, place=raw.place, names={})
    _names(raw, record, parsed)
    _values(raw, lists, record, parsed)
    read = passages(raw, lists, vouched=vouched)
    record.passages = tuple(read.found)
    parsed.problems.extend(read.problems)
    parsed.warnings.extend(read.warnings)
    parsed.warnings.extend(homeless(raw))
    record.affiliations, wrong = affiliations(raw, lists)
    parsed.problems.extend(wrong)
    periods, wrong = availability(raw)
    parsed.problems.extend(wrong)
    if periods:
        record.values["availability"] = periods
    if consent is not None:
        record.consent_assumed = "consent_listed" not in record.values
        record.values.setdefault("consent_listed", consent)
    parsed.record = None if parsed.problems else record
    return parsed


def _names(raw: RawProfile, record: ProfileRecord, parsed: Parsed) -> None:
    cells = {target: cell for target, cell in raw.cells.items() if _name_tag(target) is not None}
    values = {_name_tag(target) or "": cell.value for target, cell in cells.items()}
    parts = [raw.cells.get(t) for t in ("first_name", "middle_name", "last_name")]
    try:
        if any(parts):
            first, middle, last = (line(cell.value, 300) if cell else "" for cell in parts)
            values.setdefault("", together(first, middle, last))
        if not values:
            raise BadValue(_("has no name"), _("a name"))
        person = raw.kind == EXPERTS
        record.names = names(values, language=raw.language, person=person)
    except BadValue as error:
        cell = next(iter(cells.values()), None) or next(filter(None, parts), None) or Cell("", None)
        parsed.problems.append(of_cell(raw.place, cell.column, "name", cell.value, error))


def _name_tag(target: str) -> str | None:
    """The tag a name column stands for; empty for a name in any script."""
    if target == "name":
        return ""
    match = NAME_TAG.fullmatch(target)
    return "latin" if target == "name_latin" else match["tag"] if match else None


def _values(raw: RawProfile, lists: Codelists, record: ProfileRecord, parsed: Parsed) -> None:
    for target, cell in raw.cells.items():
        if target not in PARSERS:
            continue
        try:
            found = PARSERS[target](cell.value, lists, raw)
        except BadValue as error:
            parsed.problems.append(of_cell(raw.place, cell.column, target, cell.value, error))
            continue
        if target == "email" and len(found) > 1:
            warning = BadValue(_("holds several addresses; the first was taken"))
            parsed.warnings.append(of_cell(raw.place, cell.column, target, None, warning))
        _store(record, target, found[0] if target == "email" and found else found)


def _store(record: ProfileRecord, target: str, found: Any) -> None:
    if target in {"external_id", "same_as", "parent"}:
        setattr(record, target, found)
    elif found != "" and found != []:
        record.values[STORED_AS.get(target, target)] = found


STORED_AS = {"languages": "language_skills"}
PARSERS: dict[str, Callable[[Any, Codelists, RawProfile], Any]] = {
    "external_id": lambda value, _lists, _raw: line(value, LONGEST_ID),
    "same_as": lambda value, _lists, _raw: identifiers.row_id(value),
    "country": lambda value, lists, _raw: lists.country(value),
    "city": lambda value, _lists, _raw: line(value, LONGEST_CITY),
    "fields": lambda value, lists, _raw: lists.fields_in(value),
    "sdgs": lambda value, lists, _raw: lists.goals_in(value),
    "sectors": lambda value, lists, _raw: lists.sectors_in(value),
    "consent_listed": lambda value, _lists, _raw: choices.yes_no(value),
    "last_confirmed": lambda value, _lists, _raw: date(value),
    "demo": lambda value, _lists, _raw: choices.yes_no(value),
    "gender": lambda value, _lists, raw: choices.gender(value, m_is_female=raw.m_is_female),
    "orcid": lambda value, _lists, _raw: identifiers.orcid(value),
    "countries_worked_in": lambda value, lists, _raw: lists.countries_in(value),
    "max_open_engagements": lambda value, _lists, _raw: choices.whole_number(
        value, least=0, most=MOST_ENGAGEMENTS
    ),
    "languages": lambda value, lists, _raw: languages(value, lists),
    "email": lambda value, _lists, _raw: identifiers.emails(value),
    "phone": lambda value, _lists, _raw: identifiers.phone(value),
    "type": lambda value, _lists, _raw: choices.institution_type(value),
    "ror": lambda value, _lists, _raw: identifiers.ror(value),
    "website": lambda value, _lists, _raw: identifiers.url(value),
    "source_url": lambda value, _lists, _raw: identifiers.url(value, most=LONGEST_SOURCE_URL),
    "illustrative": lambda value, _lists, _raw: choices.yes_no(value),
    "network_from": lambda value, _lists, _raw: date(value),
    "network_to": lambda value, _lists, _raw: date(value, end=True),
    "parent": lambda value, _lists, _raw: line(value, 300),
}
