"""mapping.json: which heading goes to which target; written for a person to edit."""

from __future__ import annotations

import difflib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from backend.directory.imports.columns import (
    KINDS,
    PROSE,
    is_enough,
    is_target,
    lack,
    targets,
)
from backend.directory.imports.problems import ImportFileError


@dataclass(frozen=True)
class SheetMap:
    """One sheet's mapping: its kind, the language of its headings, heading → target.

    An empty target means that the column is left out.
    """

    kind: str
    columns: dict[str, str]
    sheet: str = ""
    language: str = ""

    def used(self) -> dict[str, str]:
        return {heading: target for heading, target in self.columns.items() if target}


def load(path: Path, kinds: tuple[str, ...] = KINDS) -> list[SheetMap]:
    """The mappings in a file, one a sheet. Raises ImportFileError, saying what to change."""
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise ImportFileError(
            _("The mapping %(name)s cannot be read: %(error)s")
            % {"name": path.name, "error": error}
        ) from error
    sheets = found.get("sheets", [found]) if isinstance(found, dict) else found
    if not isinstance(sheets, list) or not all(isinstance(sheet, dict) for sheet in sheets):
        raise ImportFileError(_("The mapping is not an object with “kind” and “columns”."))
    used = [sheet for sheet in sheets if not _is_left_out(sheet)]
    return [_sheet(sheet, kinds) for sheet in used or sheets]


def save(path: Path, maps: list[SheetMap]) -> None:
    written = [_written(sheet) for sheet in maps]
    whole = written[0] if len(written) == 1 else {"sheets": written}
    text = json.dumps(whole, ensure_ascii=False, indent=1)
    path.write_text(f"{text}\n", encoding="utf-8")


def _written(sheet: SheetMap) -> dict[str, Any]:
    return {
        "sheet": sheet.sheet,
        "kind": sheet.kind,
        "language": sheet.language,
        "columns": sheet.columns,
        "possible_targets": ["", *targets(sheet.kind), *_examples(sheet.kind)],
    }


def _examples(kind: str) -> tuple[str, ...]:
    """Of the targets that are too many to name."""
    return ("name_en", "name_zh", "passage_1_text") if kind in KINDS else ()


def _is_left_out(sheet: dict[str, Any]) -> bool:
    """A sheet of which no column goes anywhere."""
    columns = sheet.get("columns")
    return isinstance(columns, dict) and not any(columns.values())


def _sheet(found: dict[str, Any], kinds: tuple[str, ...]) -> SheetMap:
    kind, columns = found.get("kind"), found.get("columns")
    if kind not in kinds:
        known = ", ".join(kinds)
        raise ImportFileError(_("“kind” of the mapping must be: %(kinds)s.") % {"kinds": known})
    if not isinstance(columns, dict):
        raise ImportFileError(_("“columns” of the mapping must give a target for each heading."))
    mapped = {str(heading): str(target or "") for heading, target in columns.items()}
    for heading, target in mapped.items():
        if target and not is_target(target, kind):
            raise ImportFileError(_unknown(heading, target, kind))
    if not is_enough(list(mapped.values()), kind):
        raise ImportFileError(_("In the mapping, %(lack)s.") % {"lack": lack(kind)})
    language = str(found.get("language") or "")
    return SheetMap(kind, mapped, str(found.get("sheet") or ""), language)


def _unknown(heading: str, target: str, kind: str) -> str:
    near = difflib.get_close_matches(target, [*targets(kind), *PROSE], n=1)
    words = {"heading": heading, "target": target, "near": near[0] if near else targets(kind)[0]}
    return _("“%(heading)s” goes to “%(target)s”, which is no target (meant: %(near)s?).") % words
