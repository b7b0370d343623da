"""Bring the codelists in the database in line with their files."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Callable, Iterable
from pathlib import Path

from django.conf import settings
from django.db import models, transaction

from backend.codelists.models import (
    Country,
    CountryGroup,
    Field,
    Goal,
    GroupMembership,
    Language,
    PgtfSector,
    Region,
    Sector,
    SectorCategory,
    Target,
)

FOLDER = Path(settings.BASE) / "fixtures" / "codelists"
Line = dict[str, str]


def read(name: str) -> list[Line]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def names(line: Line) -> dict[str, str]:
    """``name_zh_hans`` → ``names["zh-hans"]``."""
    return {
        column.removeprefix("name_").replace("_", "-"): value
        for column, value in line.items()
        if column.startswith("name_") and value
    }


def _store(model: type[models.Model], rows: Iterable[models.Model]) -> int:
    """Insert or update by code; a code that left the file stays, as rows may refer to it."""
    rows = list(rows)
    columns = [f.name for f in model._meta.concrete_fields if not f.primary_key]
    model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=["code"], update_fields=columns
    )
    return len(rows)


def _simple(model: type[models.Model], name: str, more: Callable[[Line], dict]) -> int:
    rows = (model(code=line["code"], names=names(line), **more(line)) for line in read(name))
    return _store(model, rows)


@transaction.atomic
def load_codelists() -> dict[str, int]:
    """Load every list, in the order in which they refer to one another. Returns rows by list."""
    return {
        "regions": _regions(),
        "countries": _countries(),
        "groups": _simple(CountryGroup, "groups", lambda line: {"note": line["note_en"]}),
        "group memberships": _memberships(),
        "languages": _simple(Language, "languages", _language),
        "goals": _simple(Goal, "sdgs", _goal),
        "targets": _targets(),
        "sector categories": _simple(SectorCategory, "sector_categories", lambda _: {}),
        "sectors": _simple(Sector, "sectors", _sector),
        "PGTF sectors": _simple(PgtfSector, "pgtf_sectors", lambda _: {}),
        "fields": _fields(),
    }


def _regions() -> int:
    # Parents first: a region's code need not come after its parent's.
    lines = sorted(read("regions"), key=lambda line: (line["parent"] != "", line["code"]))
    rows = [Region(code=line["code"], names=names(line), parent=None) for line in lines]
    _store(Region, rows)
    for row, line in zip(rows, lines, strict=True):
        row.parent_id = line["parent"] or None
    return _store(Region, rows)


def _countries() -> int:
    return _store(
        Country,
        (
            Country(
                code=line["alpha3"],
                alpha2=line["alpha2"],
                m49=line["m49"],
                region_id=line["region"],
                names=names(line),
            )
            for line in read("countries")
        ),
    )


def _memberships() -> int:
    """Add and update by group, country and first day. Where a person edited one of a country's
    times in a group, all of them are left as they are: the first day may be what was edited."""
    edited = GroupMembership.objects.filter(edited=True)
    by_hand = set(edited.values_list("group", "country"))
    found = map(_membership, read("group_memberships"))
    rows = [row for row in found if (row.group_id, row.country_id) not in by_hand]
    _fill_in_first_days(rows)
    GroupMembership.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["group", "country", "valid_from"],
        update_fields=["valid_to", "source", "confirmed"],
    )
    return len(rows)


def _fill_in_first_days(rows: list[GroupMembership]) -> None:
    """A first day that was unknown and now stands in the file is that of the row there is."""
    by_pair: dict[tuple[str, str], list[GroupMembership]] = {}
    for row in rows:
        by_pair.setdefault((row.group_id, row.country_id), []).append(row)
    for open_ended in GroupMembership.objects.filter(valid_from=None, edited=False):
        times = by_pair.get((open_ended.group_id, open_ended.country_id), [])
        days = [row.valid_from for row in times if row.valid_from]
        if not days or len(days) < len(times):
            continue
        first = min(times, key=lambda row: row.valid_from or datetime.date.min)
        known = GroupMembership.objects.filter(group=first.group_id, country=first.country_id)
        if known.filter(valid_from=first.valid_from).exists():
            open_ended.delete()
        else:
            open_ended.valid_from, open_ended.valid_to = first.valid_from, first.valid_to
            open_ended.save()


def _membership(line: Line) -> GroupMembership:
    return GroupMembership(
        group_id=line["group"],
        country_id=line["country"],
        valid_from=_day(line["valid_from"]),
        valid_to=_day(line["valid_to"]),
        source=line["source"],
        confirmed=line["confirmed"] == "true",
    )


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _language(line: Line) -> dict:
    return {"native_name": line["native_name"], "right_to_left": line["direction"] == "rtl"}


def _goal(line: Line) -> dict:
    return {"number": line["code"], "color": line["color"], "title": line["title_en"]}


def _sector(line: Line) -> dict:
    return {
        "category_id": line["category"],
        "description": line["description_en"],
        "withdrawn": line["status"] == "withdrawn",
    }


def _targets() -> int:
    rows = [
        Target(code=line["code"], goal_id=line["goal"], names=names(line), position=position)
        for position, line in enumerate(read("sdg_targets"))
    ]
    return _store(Target, rows)


def _fields() -> int:
    lines = read("fields")
    _store(Field, (Field(code=line["code"], names=names(line)) for line in lines))
    for line in lines:
        field = Field.objects.get(pk=line["code"])
        field.goals.set(Goal.objects.filter(pk__in=line["sdgs"].split()))
        field.sectors.set(Sector.objects.filter(pk__in=line["sectors"].split()))
    return len(lines)
