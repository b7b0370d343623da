"""mapping.json: which heading goes to which target; written for a person to edit."""

from __future__ import annotations

import difflib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from backend.directory.imports.columns import KINDS, PROSE, holds_a_name, is_target, targets
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


def load(path: Path) -> list[SheetMap]:
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
    return [_sheet(sheet) for sheet in used or sheets]


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
        "possible_targets": ["", *targets(sheet.kind), "name_en", "name_zh", "passage_1_text"],
    }


def _is_left_out(sheet: dict[str, Any]) -> bool:
    """A sheet of which no column goes anywhere."""
    columns = sheet.get("columns")
    return isinstance(columns, dict) and not any(columns.values())


def _sheet(found: dict[str, Any]) -> SheetMap:
    kind, columns = found.get("kind"), found.get("columns")
    if kind not in KINDS:
        raise ImportFileError(_("“kind” of the mapping must be experts or institutions."))
    if not isinstance(columns, dict):
        raise ImportFileError(_("“columns” of the mapping must give a target for each heading."))
    mapped = {str(heading): str(target or "") for heading, target in columns.items()}
    for heading, target in mapped.items():
        if target and not is_target(target, kind):
            raise ImportFileError(_unknown(heading, target, kind))
    if not holds_a_name(list(mapped.values())):
        raise ImportFileError(_("The mapping gives no column for the name."))
    language = str(found.get("language") or "")
    return SheetMap(kind, mapped, str(found.get("sheet") or ""), language)


def _unknown(heading: str, target: str, kind: str) -> str:
    near = difflib.get_close_matches(target, [*targets(kind), *PROSE], n=1)
    words = {"heading": heading, "target": target, "near": near[0] if near else "name"}
    return _("“%(heading)s” goes to “%(target)s”, which is no target (meant: %(near)s?).") % words
