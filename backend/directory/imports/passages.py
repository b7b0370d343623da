"""Passages of a profile as read to passages as stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from backend.directory.imports.columns import PROSE
from backend.directory.imports.contact_data import without_contacts
from backend.directory.imports.cutting import cut, year_in
from backend.directory.imports.problems import Place, Problem, of_cell
from backend.directory.imports.raw import Cell, RawPassage, RawProfile
from backend.directory.imports.records import PassageRecord
from backend.directory.imports.values.base import BadValue, clean_text, line
from backend.directory.imports.values.choices import choice, year
from backend.directory.imports.values.codelists import Codelists
from backend.directory.imports.values.languages import language_tag
from backend.directory.models import Passage

LONGEST_ID, LONGEST_SOURCE, LONGEST_IDENTIFIER = 120, 300, 200


@dataclass
class Passages:
    """The passages in order, each once; what is wrong with them, and what was taken out."""

    found: list[PassageRecord] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


def passages(raw: RawProfile, lists: Codelists, *, vouched: bool = False) -> Passages:
    """`vouched`: whoever imports may say of a passage that it was documented or delivered."""
    read = Passages()
    for passage in raw.passages:
        _redact(passage, read.warnings)
        if record := _stated(passage, lists, read.problems, vouched):
            _keep(read.found, record, passage.place, read.problems)
    for target, place, cell in raw.prose:
        for record in _cut(target, place, _redacted(place, cell, read.warnings), read.problems):
            _keep(read.found, record, place, read.problems)
    return read


def _redact(raw: RawPassage, warnings: list[Problem]) -> None:
    for part in ("text", "source"):
        if part in raw.parts:
            raw.parts[part] = _redacted(raw.place, raw.parts[part], warnings)


def _redacted(place: Place, cell: Cell, warnings: list[Problem]) -> Cell:
    """Passages are public: an address or a number of a person does not go into one."""
    if not isinstance(cell.value, str):
        return cell
    text = without_contacts(cell.value)
    if text == cell.value:
        return cell
    warning = BadValue(
        _("holds an e-mail address or a telephone number, which was taken out"),
        _("contact data in the columns email and phone"),
    )
    warnings.append(of_cell(place, cell.column, "", None, warning))
    return Cell(cell.column, text)


def _stated(
    raw: RawPassage, lists: Codelists, problems: list[Problem], vouched: bool
) -> PassageRecord | None:
    values: dict[str, Any] = {}
    before = len(problems)
    for part, cell in raw.parts.items():
        name, parse = PARTS[part]
        try:
            values[name] = parse(cell.value, lists)
        except BadValue as error:
            problems.append(of_cell(raw.place, cell.column, f"passage_{part}", cell.value, error))
    if not vouched and (refused := _unfounded(values)):
        cell = raw.parts["attestation"]
        problems.append(of_cell(raw.place, cell.column, "", cell.value, refused))
    if len(problems) > before or not values:
        return None
    if not values.get("text"):
        column = next(iter(raw.parts.values())).column
        missing = BadValue(_("belongs to a passage without text"), _("the passage's text"))
        problems.append(of_cell(raw.place, column, "", None, missing))
        return None
    text, external_id = values.pop("text"), values.pop("external_id", "")
    return PassageRecord(text, external_id, tuple(sorted(values.items())))


def _unfounded(values: dict[str, Any]) -> BadValue | None:
    """Why a file can't claim this attestation: only what the portal saw was delivered here."""
    claimed = values.get("attestation")
    if claimed == Passage.Attestation.DELIVERED:
        return BadValue(
            _("cannot be claimed by a file: the portal itself records what was delivered"),
            "self_declared, institution_confirmed",
        )
    if claimed == Passage.Attestation.DOCUMENTED and not values.get("identifier"):
        return BadValue(
            _("has no document to its name"),
            _("an identifier such as a DOI or project number, or institution_confirmed"),
        )
    return None


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


PARTS: dict[str, tuple[str, Callable[[Any, Codelists], Any]]] = {
    "id": ("external_id", lambda value, _lists: line(value, LONGEST_ID)),
    "kind": ("kind", lambda value, _lists: choice("passage_kind", value)),
    "text": ("text", lambda value, _lists: clean_text(value)),
    "language": ("language", language_tag),
    "year": ("year", lambda value, _lists: year(value)),
    "source": ("origin", lambda value, _lists: line(value, LONGEST_SOURCE)),
    "identifier": ("identifier", lambda value, _lists: line(value, LONGEST_IDENTIFIER)),
    "attestation": ("attestation", lambda value, _lists: choice("attestation", value)),
}
