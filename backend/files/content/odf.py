"""Texts, sheets and presentations of ODF."""

from __future__ import annotations

from zipfile import ZipFile

from backend.files.content.parts import elements, root
from backend.files.content.refused import Refused
from backend.files.kinds import BY_MEDIA_TYPE, ODF

CONTENT, MANIFEST = "content.xml", "META-INF/manifest.xml"
SCRIPTS = ("Basic/", "Scripts/", "Dialogs/")
LONGEST_TYPE = 200  # bytes


def inspect(archive: ZipFile, names: set[str]) -> str:
    """Raises ``Refused``."""
    kind = _kind(archive)
    if CONTENT not in names or MANIFEST not in names:
        raise Refused("damaged")
    if any(name == "encryption-data" for name, _attributes in elements(archive, MANIFEST)):
        raise Refused("encrypted")
    if any(name.startswith(SCRIPTS) for name in names):
        raise Refused("macros")
    if root(archive, CONTENT) != "document-content":
        raise Refused("damaged")
    return kind


def _kind(archive: ZipFile) -> str:
    with archive.open("mimetype") as part:
        said = part.read(LONGEST_TYPE).decode("ascii", "replace").strip()
    kind = BY_MEDIA_TYPE.get(said, "")
    if not kind or not said.startswith(ODF):
        raise Refused("kind")
    return kind
