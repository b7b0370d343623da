"""The elements of a small XML part, without ever resolving an entity."""

from __future__ import annotations

from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import ZipFile

from backend.files.content.refused import Refused

LONGEST = 5_000_000  # bytes of a part that lists others
HEAD = 65_536  # bytes in which a part's first element begins

Element = tuple[str, dict[str, str]]  # its name without the namespace, and its attributes


def elements(archive: ZipFile, name: str) -> list[Element]:
    """All elements of a part. Raises ``Refused``."""
    if archive.getinfo(name).file_size > LONGEST:
        raise Refused("bomb")
    return _parsed(archive.read(name), whole=True)


def root(archive: ZipFile, name: str) -> str:
    """The name of a part's first element. Raises ``Refused``."""
    with archive.open(name) as part:
        found = _parsed(part.read(HEAD), whole=False)
    return found[0][0] if found else ""


def _parsed(text: bytes, whole: bool) -> list[Element]:
    found: list[Element] = []
    parser = ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse  # no part of these formats has one
    parser.StartElementHandler = lambda name, attributes: found.append(
        (name.rpartition(":")[2], {key.rpartition(":")[2]: attributes[key] for key in attributes})
    )
    try:
        parser.Parse(text, whole)
    except ExpatError:
        if whole or not found:
            raise Refused("damaged") from None
    return found


def _refuse(*_declaration: object) -> None:
    raise Refused("active")
