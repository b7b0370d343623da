"""Passages of a profile as read to passages as stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from backend.directory.imports.columns import PROSE
from backend.directory.imports.cutting import cut, year_in
from backend.directory.imports.problems import Place, Problem, of_cell
from backend.directory.imports.raw import Cell, RawPassage, RawProfile
from backend.directory.imports.records import PassageRecord
from backend.directory.imports.values.base import BadValue, clean_text, line, plain
from backend.directory.imports.values.choices import choice, year
from backend.directory.imports.values.codelists import Codelists

LONGEST_ID, LONGEST_SOURCE, LONGEST_IDENTIFIER = 120, 300, 200


def passages(raw: RawProfile, lists: Codelists) -> tuple[tuple[PassageRecord, ...], list[Problem]]:
    """The passages in order, each once, and what is wrong with them."""
    problems: list[Problem] = []
    found: list[PassageRecord] = []
    for passage in raw.passages:
        if record := _stated(passage, lists, problems):
            _keep(found, record, passage.place, problems)
    for target, place, cell in raw.prose:
        for record in _cut(target, place, cell, problems):
            _keep(found, record, place, problems)
    return tuple(found), problems


def _stated(raw: RawPassage, lists: Codelists, problems: list[Problem]) -> PassageRecord | None:
    values: dict[str, Any] = {}
    before = len(problems)
    for part, cell in raw.parts.items():
        field, parse = PARTS[part]
        try:
            values[field] = parse(cell.value, lists)
        except BadValue as error:
            problems.append(of_cell(raw.place, cell.column, f"passage_{part}", cell.value, error))
    if len(problems) > before or not values:
        return None
    if not values.get("text"):
        column = next(iter(raw.parts.values())).column
        missing = BadValue(_("belongs to a passage without text"), _("the passage's text"))
        problems.append(of_cell(raw.place, column, "", None, missing))
        return None
    text, external_id = values.pop("text"), values.pop("external_id", "")
    return PassageRecord(text, external_id, tuple(sorted(values.items())))


def _cut(target: str, place: Place, cell: Cell, problems: list[Problem]) -> list[PassageRecord]:
    try:
        pieces = cut(clean_text(cell.value), whole=target == "summary")
    except BadValue as error:
        problems.append(of_cell(place, cell.column, target, cell.value, error))
        return []
    return [PassageRecord(piece, values=_of_prose(target, piece)) for piece in pieces]


def _of_prose(target: str, piece: str) -> tuple[tuple[str, Any], ...]:
    found = year_in(piece)
    kind = ("kind", PROSE[target])
    return (kind, ("year", found)) if found else (kind,)


def _keep(
    found: list[PassageRecord], record: PassageRecord, place: Place, problems: list[Problem]
) -> None:
    """Adds a passage, unless it is there; one id with two texts is a problem."""
    same = next((other for other in found if other.key == record.key), None)
    if same is None:
        found.append(record)
    elif same.text != record.text:
        error = BadValue(_("is the id of two passages"), _("an id of its own for each passage"))
        problems.append(of_cell(place, "passage_id", "", record.external_id, error))


def _language(value: Any, lists: Codelists) -> str:
    """A language tag as BCP 47 writes it; regions and scripts are kept."""
    text = clean_text(value)
    code = lists.languages.get(plain(text))
    if code:
        return code
    parts = text.replace("_", "-").split("-")
    if len(parts) > 1 and parts[0].lower() in lists.languages.values():
        rest = [part.title() if len(part) == 4 else part.upper() for part in parts[1:]]
        return "-".join([parts[0].lower(), *rest])[:35]
    raise BadValue(_("is not a language we know"), _("a code such as fr, or the language's name"))


PARTS: dict[str, tuple[str, Callable[[Any, Codelists], Any]]] = {
    "id": ("external_id", lambda value, _lists: line(value, LONGEST_ID)),
    "kind": ("kind", lambda value, _lists: choice("passage_kind", value)),
    "text": ("text", lambda value, _lists: clean_text(value)),
    "language": ("language", _language),
    "year": ("year", lambda value, _lists: year(value)),
    "source": ("origin", lambda value, _lists: line(value, LONGEST_SOURCE)),
    "identifier": ("identifier", lambda value, _lists: line(value, LONGEST_IDENTIFIER)),
    "attestation": ("attestation", lambda value, _lists: choice("attestation", value)),
}
