"""Profiles of a JSON document to the same shape as rows of a sheet."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from backend.directory.imports.columns import EXPERTS, INSTITUTIONS, NAME_TAG, PASSAGE_PARTS
from backend.directory.imports.problems import Place, of_cell
from backend.directory.imports.raw import Cell, RawPassage, RawProfile
from backend.directory.imports.values.base import BadValue, is_blank

COMMON = frozenset(
    {
        "external_id", "same_as", "country", "city", "fields", "sdgs", "sectors",
        "consent_listed", "last_confirmed", "demo",
    }
)  # fmt: skip
OF_EXPERTS = frozenset(
    {
        "gender", "orcid", "languages", "countries_worked_in", "max_open_engagements", "email",
        "phone",
    }
)  # fmt: skip
OF_INSTITUTIONS = frozenset(
    {"ror", "website", "source_url", "illustrative", "network_from", "network_to", "parent"}
)
OWN = {EXPERTS: COMMON | OF_EXPERTS, INSTITUTIONS: COMMON | OF_INSTITUTIONS}
RENAMED = {"kind": "type"}  # of institutions
LISTS = {
    "affiliations": (
        "affiliation",
        {
            "institution": "institution",
            "position": "position",
            "from": "affiliation_from",
            "to": "affiliation_to",
        },
    ),
    "availability": ("availability", {"from": "available_from", "to": "available_to"}),
}
PARTS = {"external_id": "id"} | {part: part for part in PASSAGE_PARTS if part != "id"}


def profile(kind: str, number: int, found: Any) -> tuple[RawProfile, list[str]]:
    """The profile, and the keys nothing is known of. Problems of shape stand in the profile."""
    raw = RawProfile(kind=kind, place=Place(number, kind))
    if not isinstance(found, dict):
        _refuse(raw, "", _("is no object"))
        return raw, []
    unknown = [key for key, value in found.items() if not _take(raw, key, value)]
    return raw, unknown


def _take(raw: RawProfile, key: str, value: Any) -> bool:
    """Whether the key is known; an empty value says nothing."""
    target = RENAMED.get(key, key) if raw.kind != EXPERTS else key
    if key == "names":
        _take_names(raw, value)
    elif key == "name":
        raw.cells["name"] = Cell(key, value)
    elif key == "passages":
        _take_passages(raw, value)
    elif key in LISTS and raw.kind == EXPERTS:
        _take_group(raw, key, value)
    elif target in OWN[raw.kind] or key in RENAMED:
        if not is_blank(value):
            raw.cells[target] = Cell(key, value)
    else:
        return False
    return True


def _take_names(raw: RawProfile, value: Any) -> None:
    if not isinstance(value, dict):
        _refuse(raw, "names", _("is no map from language to name"))
        return
    for tag, name in value.items():
        target = f"name_{tag}"
        if is_blank(name):
            continue
        if target != "name_latin" and not NAME_TAG.fullmatch(target):
            _refuse(raw, f"names.{tag}", _("is no language tag such as fr, pt-BR or zh-Latn"))
        raw.cells[target] = Cell(f"names.{tag}", name)


def _take_passages(raw: RawProfile, value: Any) -> None:
    for number, entry in enumerate(_objects(raw, "passages", value), start=1):
        parts = {
            part: Cell(f"passages[{number}].{key}", entry[key])
            for key, part in PARTS.items()
            if not is_blank(entry.get(key))
        }
        raw.passages.append(RawPassage(raw.place, parts))


def _take_group(raw: RawProfile, key: str, value: Any) -> None:
    group, targets = LISTS[key]
    for number, entry in enumerate(_objects(raw, key, value), start=1):
        cells = {
            target: Cell(f"{key}[{number}].{name}", entry[name])
            for name, target in targets.items()
            if not is_blank(entry.get(name))
        }
        if cells:
            raw.groups.setdefault(group, []).append(cells)


def _objects(raw: RawProfile, key: str, value: Any) -> list[dict[str, Any]]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        _refuse(raw, key, _("is no list of objects"))
        return []
    return value


def _refuse(raw: RawProfile, key: str, reason: str) -> None:
    raw.problems.append(of_cell(raw.place, key, "", None, BadValue(reason)))
