"""DOCX and XLSX: by the type of their main part, and without anything that runs or is fetched."""

from __future__ import annotations

import posixpath
from zipfile import ZipFile

from backend.files.content.parts import elements, root
from backend.files.content.refused import Refused
from backend.files.kinds import OFFICE

TYPES = "[Content_Types].xml"
RELATIONS = "_rels/.rels"
MAIN = {
    f"{OFFICE}.wordprocessingml.document.main+xml": ("docx", "document"),
    f"{OFFICE}.spreadsheetml.sheet.main+xml": ("xlsx", "workbook"),
}
MACROS = ("vbaproject.bin", "vbadata.xml")
FETCHED = ("attachedtemplate", "oleobject", "frame", "subdocument")
ELSEWHERE = ("http:", "https:", "ftp:", "\\\\", "file://")


def inspect(archive: ZipFile, names: set[str]) -> str:
    """Raises ``Refused``."""
    types = {
        attributes.get("PartName", attributes.get("Extension", "")).lstrip("/"): said
        for _name, attributes in elements(archive, TYPES)
        if (said := attributes.get("ContentType", ""))
    }
    _check_macros(names, types)
    _check_fetched(archive, names)
    main = _main_part(archive, names)
    kind, first = MAIN.get(types.get(main, ""), ("", ""))
    if not kind:
        raise Refused("kind")
    if main not in names or root(archive, main) != first:
        raise Refused("damaged")
    return kind


def _check_macros(names: set[str], types: dict[str, str]) -> None:
    lowered = [name.lower() for name in names]
    if any(name.endswith(MACROS) or "/macrosheets/" in name for name in lowered):
        raise Refused("macros")
    if any("macroenabled" in kind.lower() or "vba" in kind.lower() for kind in types.values()):
        raise Refused("macros")
    if any("/activex/" in name or "/oleobject" in name for name in lowered):
        raise Refused("active")


def _check_fetched(archive: ZipFile, names: set[str]) -> None:
    """Templates and objects that a program would load from elsewhere as the file is opened."""
    for part in names:
        if not part.endswith(".rels"):
            continue
        for _name, attributes in elements(archive, part):
            kind = attributes.get("Type", "").rpartition("/")[2].lower()
            target = attributes.get("Target", "").lower()
            outside = attributes.get("TargetMode") == "External" and target.startswith(ELSEWHERE)
            # Word notes a template on the writer's own disk, which nobody else's can load.
            if kind in FETCHED and outside and not target.startswith("file:///"):
                raise Refused("active")


def _main_part(archive: ZipFile, names: set[str]) -> str:
    if RELATIONS not in names:
        raise Refused("kind")
    for _name, attributes in elements(archive, RELATIONS):
        if attributes.get("Type", "").endswith("/officeDocument"):
            return posixpath.normpath(attributes.get("Target", "").lstrip("/"))
    raise Refused("kind")
