"""One tar file, written and read piece by piece; the manifest comes last and seals the rest."""

from __future__ import annotations

import hashlib
import re
import tarfile
from collections.abc import Iterator
from typing import IO, BinaryIO

from django.utils.translation import gettext as _

from backend.backups.errors import BackupError
from backend.backups.manifest import DUMP, FILES, MANIFEST, SEAL, Manifest, Part
from backend.backups.progress import Meter

CHUNK = 1 << 20
KEY = re.compile(r"[0-9a-f]{32}")


def pieces(source: IO[bytes]) -> Iterator[bytes]:
    while piece := source.read(CHUNK):
        yield piece


class Writer:
    """Adds parts of unknown size to ``file``, which can be sought in."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.parts: dict[str, Part] = {}

    def add(self, name: str, source: IO[bytes], meter: Meter) -> Part:
        """The header is written once more when the size is known."""
        start = self.file.tell()
        self.file.write(_header(name, 0))
        found, size = hashlib.sha256(), 0
        for piece in pieces(source):
            self.file.write(piece)
            found.update(piece)
            size += len(piece)
            meter.update(len(piece))
        self.file.write(bytes(-size % tarfile.BLOCKSIZE))
        end = self.file.tell()
        self.file.seek(start)
        self.file.write(_header(name, size))
        self.file.seek(end)
        self.parts[name] = Part(size, found.hexdigest())
        return self.parts[name]

    def seal(self, manifest: Manifest) -> None:
        manifest.parts = self.parts
        text = manifest.to_json()
        self._whole(MANIFEST, text)
        self._whole(SEAL, hashlib.sha256(text).hexdigest().encode())
        self.file.write(bytes(2 * tarfile.BLOCKSIZE))

    def _whole(self, name: str, text: bytes) -> None:
        self.file.write(_header(name, len(text)) + text)
        self.file.write(bytes(-len(text) % tarfile.BLOCKSIZE))


class Reader:
    """An archive all of whose parts are as they were written."""

    def __init__(self, file: BinaryIO, meter: Meter) -> None:
        """Reads all of it once. Raises ``BackupError`` where a byte is another."""
        self._members: dict[str, tarfile.TarInfo] = {}
        found: dict[str, Part] = {}
        try:
            self._tar = tarfile.open(fileobj=file, mode="r:")  # noqa: SIM115 the file is not ours
            for member in self._tar:
                self._members[_checked(member)] = member
                found[member.name] = self._digest(member, meter)
        except (tarfile.TarError, EOFError) as error:
            raise _damaged() from error
        self.manifest = self._sealed(found.pop(MANIFEST, None), found.pop(SEAL, None))
        if found != self.manifest.parts or DUMP not in found:
            raise _damaged()

    def open(self, name: str) -> IO[bytes]:
        source = self._tar.extractfile(self._members[name])
        assert source is not None  # only plain files are let in
        return source

    def files(self) -> Iterator[tuple[str, Part]]:
        """The key and the part of each file that somebody sent."""
        for name, part in self.manifest.parts.items():
            if name.startswith(FILES):
                yield name.removeprefix(FILES), part

    def _sealed(self, manifest: Part | None, seal: Part | None) -> Manifest:
        if not manifest or not seal:
            raise BackupError(_("This is no whole backup: its manifest is missing."))
        if seal.size != 64 or self.open(SEAL).read() != manifest.sha256.encode():
            raise _damaged()
        return Manifest.from_json(self.open(MANIFEST).read())

    def _digest(self, member: tarfile.TarInfo, meter: Meter) -> Part:
        found, size = hashlib.sha256(), 0
        for piece in pieces(self.open(member.name)):
            found.update(piece)
            size += len(piece)
            meter.update(len(piece))
        return Part(size, found.hexdigest())


def _header(name: str, size: int) -> bytes:
    made = tarfile.TarInfo(name)
    made.size, made.mode = size, 0o600
    return made.tobuf(tarfile.GNU_FORMAT)


def _checked(member: tarfile.TarInfo) -> str:
    """Nothing but what we write ourselves."""
    name = member.name
    ours = name in (DUMP, MANIFEST, SEAL) or (
        name.startswith(FILES) and KEY.fullmatch(name.removeprefix(FILES))
    )
    if not ours or not member.isreg():
        raise BackupError(_("This is no backup of Counterpart: it holds something else."))
    return name


def _damaged() -> BackupError:
    return BackupError(
        _("The archive is damaged: what is in it is not what was written. Take another one.")
    )
