"""Files that are ZIP archives within: Office Open XML and ODF, and nothing else."""

from __future__ import annotations

import zlib
from zipfile import BadZipFile, ZipFile, ZipInfo

from backend.files.content import odf, office
from backend.files.content.refused import Refused

MOST_ENTRIES = 10_000
MOST_UNPACKED = 500_000_000  # bytes, of all entries
MOST_RATIO = 200  # an entry's size to what it takes up in the archive …
RATIO_FROM = 20_000_000  # … where it is larger than this: empty sheets pack very well
CHUNK = 1 << 20
PASSWORD = 0x1  # a flag of an entry


def inspect(path: str) -> str:
    """Raises ``Refused``."""
    try:
        with ZipFile(path) as archive:
            entries = archive.infolist()
            _check_sizes(entries)
            _check_bytes(archive, entries)
            names = {entry.filename for entry in entries}
            if "mimetype" in names:
                return odf.inspect(archive, names)
            if office.TYPES in names:
                return office.inspect(archive, names)
    except (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, KeyError):
        raise Refused("damaged") from None
    raise Refused("kind")


def _check_sizes(entries: list[ZipInfo]) -> None:
    if any(entry.flag_bits & PASSWORD for entry in entries):
        raise Refused("encrypted")
    if len(entries) > MOST_ENTRIES or sum(one.file_size for one in entries) > MOST_UNPACKED:
        raise Refused("bomb")
    for one in entries:
        if one.file_size > max(RATIO_FROM, MOST_RATIO * one.compress_size):
            raise Refused("bomb")
    if len({one.filename for one in entries}) < len(entries):
        raise Refused("damaged")  # two parts of one name: each program would show another


def _check_bytes(archive: ZipFile, entries: list[ZipInfo]) -> None:
    """Unpacks everything and keeps nothing: sizes that lie are found by the checksum."""
    for entry in entries:
        with archive.open(entry) as part:
            while part.read(CHUNK):
                pass
