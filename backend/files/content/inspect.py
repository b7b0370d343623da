"""Which kind a file is of, and whether it may be taken."""

from __future__ import annotations

import magic

from backend.files.content.refused import Refused
from backend.files.kinds import BY_MEDIA_TYPE

OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")  # .doc and .xls; also DOCX and XLSX with a password
ZIP = b"PK\x03\x04"
HEAD = 4096


def inspect(path: str) -> str:
    """The name of its kind (``kinds.KINDS``). Raises ``Refused``.

    Whoever sends a file waits for this: only the library that its kind needs is loaded.
    """
    with open(path, "rb") as file:
        head = file.read(HEAD)
    if head.startswith(OLD_OFFICE):
        raise Refused("old_office")
    if head.startswith(ZIP):
        from backend.files.content import archives

        return archives.inspect(path)
    name = BY_MEDIA_TYPE.get(magic.from_buffer(head, mime=True), "")
    if name == "pdf":
        from backend.files.content import pdf

        return pdf.inspect(path)
    if name:
        from backend.files.content import images

        return images.inspect(path, name)
    raise Refused("kind")
