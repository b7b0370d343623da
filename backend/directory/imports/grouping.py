"""Rows of a sheet to profiles: rows with the same id, or the same name and institution, are one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from backend.directory.imports.columns import (
    EXPERTS,
    NAME_TAG,
    NUMBERED_PASSAGE,
    PASSAGE,
    PROSE,
    may_repeat,
)
from backend.directory.imports.heading_row import Headed
from backend.directory.imports.mapping import SheetMap
from backend.directory.imports.problems import Place, of_cell
from backend.directory.imports.raw import GROUPS, Cell, RawPassage, RawProfile
from backend.directory.imports.values.base import BadValue, is_blank, plain
from backend.directory.name_keys import name_keys

IN_GROUP = {target: group for group, targets in GROUPS.items() for target in targets}


def profiles(headed: Headed, mapped: SheetMap) -> list[RawProfile]:
    """Every profile of a sheet, in the order of their first rows.

    All rows are held in memory, since the rows of one profile need not follow one another.
    """
    found: dict[Any, RawProfile] = {}
    last: RawProfile | None = None
    for number, values in headed.rows():
        row = _row(headed, mapped, number, values)
        if last and not _is_named(row) and (row.passages or row.prose):
            _add(last, row)  # a cell merged over several rows is empty in all but the first
            continue
        last = found.setdefault(_key(row), row)
        if last is not row:
            _add(last, row)
    _settle_gender(found.values())
    return list(found.values())


def _row(headed: Headed, mapped: SheetMap, number: int, values: list[Any]) -> RawProfile:
    place = Place(number, headed.table.name)
    raw = RawProfile(kind=mapped.kind, place=place, language=mapped.language)
    numbered: dict[str, RawPassage] = {}
    for target, cell in cells_of(headed, mapped, raw, values):
        _put(raw, numbered, target, cell)
    raw.passages.extend(passage for _number, passage in sorted(numbered.items()))
    return raw


def cells_of(
    headed: Headed, mapped: SheetMap, raw: RawProfile, values: list[Any]
) -> Iterator[tuple[str, Cell]]:
    """The cells of a row that say something, each with its target; `raw` takes the problems."""
    for heading, value in _cells(headed, raw, values):
        target = mapped.columns.get(heading, "")
        if target and not is_blank(value):
            yield target, Cell(heading, value)


def _cells(headed: Headed, raw: RawProfile, values: list[Any]) -> Iterator[tuple[str, Any]]:
    beyond = [value for value in values[len(headed.headings) :] if not is_blank(value)]
    if beyond:
        error = BadValue(
            _("has more cells than there are headings"),
            _("text that holds the separator stands in quotation marks"),
        )
        raw.problems.append(of_cell(raw.place, "", "", None, error))
    yield from zip(headed.headings, values, strict=False)


def _put(raw: RawProfile, numbered: dict[str, RawPassage], target: str, cell: Cell) -> None:
    match = NUMBERED_PASSAGE.fullmatch(target)
    if match or target in PASSAGE:
        number, part = (match["number"], match["part"]) if match else ("", target[8:])
        numbered.setdefault(number.zfill(3), RawPassage(raw.place)).parts[part] = cell
    elif target in PROSE:
        raw.prose.append((target, raw.place, cell))
    elif target in IN_GROUP:
        group = raw.groups.setdefault(IN_GROUP[target], [{}])
        group[0][target] = cell
    elif may_repeat(target) and target in raw.cells:
        earlier = raw.cells[target]
        raw.cells[target] = Cell(earlier.column, f"{earlier.value} / {cell.value}")
    else:
        raw.cells[target] = cell


def _key(row: RawProfile) -> Any:
    if "external_id" in row.cells:
        return plain(str(row.cells["external_id"].value))
    if not _is_named(row):
        return row.place
    named = [row.cells[t] for t in ("last_name", "first_name", "middle_name") if t in row.cells]
    whole = [cell for target, cell in row.cells.items() if _is_name(target)]
    name = " ".join(str(cell.value) for cell in whole or named)
    first = row.groups.get("affiliation", [{}])[0]
    where = next((first[t] for t in ("institution_id", "institution") if t in first), None)
    keys = tuple(name_keys([name], person=row.kind == EXPERTS))
    return keys, plain(str(where.value)) if where else ""


def _is_name(target: str) -> bool:
    return target in {"name", "name_latin"} or NAME_TAG.fullmatch(target) is not None


def _is_named(row: RawProfile) -> bool:
    return any(
        _is_name(target) or target in {"external_id", "first_name", "last_name"}
        for target in row.cells
    )


def _add(profile: RawProfile, row: RawProfile) -> None:
    """A further row of a profile: passages are added, other cells must not contradict."""
    profile.passages.extend(row.passages)
    profile.prose.extend(row.prose)
    profile.problems.extend(row.problems)
    for group, entries in row.groups.items():
        known = profile.groups.setdefault(group, [])
        known.extend(entry for entry in entries if entry not in known)
    for target, cell in row.cells.items():
        earlier = profile.cells.setdefault(target, cell)
        if not _agree(profile.kind, target, str(earlier.value), str(cell.value)):
            error = BadValue(
                _("differs from row %(row)d of the same profile") % {"row": profile.place.row},
                _("the same value, or an external_id of its own for each person"),
            )
            profile.problems.append(of_cell(row.place, cell.column, target, cell.value, error))


def _agree(kind: str, target: str, one: str, other: str) -> bool:
    if plain(one) == plain(other):
        return True
    if not _is_name(target):
        return False
    person = kind == EXPERTS
    return bool(set(name_keys([one], person=person)) & set(name_keys([other], person=person)))


def _settle_gender(profiles: Any) -> None:
    """A column that says H (hombre, homem, homme) says M for mujer, mulher."""
    with_gender = [p for p in profiles if "gender" in p.cells]
    if any(plain(str(p.cells["gender"].value)) == "h" for p in with_gender):
        for profile in with_gender:
            profile.m_is_female = True
