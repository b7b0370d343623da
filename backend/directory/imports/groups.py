"""Affiliations and periods of availability: things a profile may have several of."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from backend.directory.imports.problems import Problem, of_cell
from backend.directory.imports.raw import Cell, RawProfile
from backend.directory.imports.records import AffiliationRecord, InstitutionMention
from backend.directory.imports.values.base import BadValue, line
from backend.directory.imports.values.choices import institution_type, year
from backend.directory.imports.values.codelists import Codelists
from backend.directory.imports.values.dates import date

LONGEST_POSITION, LONGEST_NAME = 200, 300


def affiliations(
    raw: RawProfile, lists: Codelists
) -> tuple[tuple[AffiliationRecord, ...], list[Problem]]:
    found: list[AffiliationRecord] = []
    problems: list[Problem] = []
    for cells in raw.groups.get("affiliation", []):
        before = len(problems)
        record = _affiliation(raw, cells, lists, problems)
        if record and len(problems) == before and record not in found:
            found.append(record)
    return tuple(found), problems


def _affiliation(
    raw: RawProfile, cells: dict[str, Cell], lists: Codelists, problems: list[Problem]
) -> AffiliationRecord | None:
    values = {}
    for target, cell in cells.items():
        try:
            values[target] = _parse(target, cell, lists)
        except BadValue as error:
            problems.append(of_cell(raw.place, cell.column, target, cell.value, error))
    start, end = values.get("affiliation_from"), values.get("affiliation_to")
    if start and end and end < start:
        cell = cells["affiliation_to"]
        wrong = BadValue(_("ends before it begins"), _("a year after the first"))
        problems.append(of_cell(raw.place, cell.column, "affiliation_to", cell.value, wrong))
    if not (values.get("institution_id") or values.get("institution")):
        return None
    mention = InstitutionMention(
        reference=values.get("institution_id") or values["institution"],
        country=values.get("institution_country", ""),
        type=values.get("institution_type", ""),
        is_id="institution_id" in values,
        language=raw.language,
    )
    return AffiliationRecord(mention, values.get("position", ""), start, end)


def _parse(target: str, cell: Cell, lists: Codelists):
    if target in {"affiliation_from", "affiliation_to"}:
        return year(cell.value)
    if target == "institution_country":
        return lists.country(cell.value)
    if target == "institution_type":
        return institution_type(cell.value)
    return line(cell.value, LONGEST_POSITION if target == "position" else LONGEST_NAME)


def homeless(raw: RawProfile) -> list[Problem]:
    """Warnings of positions without an institution: they have nowhere to stand."""
    warning = BadValue(_("stands without an institution; left out"))
    return [
        of_cell(raw.place, cells["position"].column, "position", cells["position"].value, warning)
        for cells in raw.groups.get("affiliation", [])
        if "position" in cells and not {"institution", "institution_id"} & cells.keys()
    ]


def availability(
    raw: RawProfile,
) -> tuple[list[tuple[datetime.date, datetime.date]], list[Problem]]:
    found: set[tuple[datetime.date, datetime.date]] = set()
    problems: list[Problem] = []
    for cells in raw.groups.get("availability", []):
        cell = cells.get("available_to") or cells["available_from"]
        try:
            found.add(_period(cells))
        except BadValue as error:
            problems.append(of_cell(raw.place, cell.column, "available_to", cell.value, error))
    return sorted(found), problems


def _period(cells: dict[str, Cell]) -> tuple[datetime.date, datetime.date]:
    if len(cells) < 2:
        raise BadValue(_("is half a period"), _("both the first and the last day"))
    start = date(cells["available_from"].value)
    end = date(cells["available_to"].value, end=True)
    if end < start:
        raise BadValue(_("ends before it begins"), _("a day after the first"))
    return start, end
