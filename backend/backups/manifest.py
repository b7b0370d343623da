"""What an archive says of itself: the last thing written into it, the first that is believed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from backend.backups.errors import BackupError

FORMAT = 1
MANIFEST = "manifest.json"
SEAL = "manifest.sha256"
DUMP = "database.dump"
FILES = "files/"


@dataclass(frozen=True)
class Part:
    """Bytes, and SHA-256 over them."""

    size: int
    sha256: str


@dataclass
class Manifest:
    """``rows`` counts each table; ``missing`` are keys of files whose bytes were nowhere."""

    made_at: str
    postgres: int  # major version of the server
    dumped_by: int  # major version of pg_dump
    vectors: bool
    migrations: list[tuple[str, str]]
    rows: dict[str, int]
    missing: list[str] = field(default_factory=list)
    parts: dict[str, Part] = field(default_factory=dict)
    format: int = FORMAT

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), indent=1).encode()

    @classmethod
    def from_json(cls, text: bytes) -> Manifest:
        """Raises ``BackupError`` for what is none, or another version's."""
        try:
            said: dict[str, Any] = json.loads(text)
            if said.get("format") == FORMAT:
                said["parts"] = {name: Part(**one) for name, one in said["parts"].items()}
                said["migrations"] = [(app, name) for app, name in said["migrations"]]
                return cls(**said)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise BackupError(_("The archive is damaged: its manifest can't be read.")) from error
        raise BackupError(
            _("The archive has format %(theirs)s, this Counterpart reads format %(ours)d.")
            % {"theirs": said.get("format"), "ours": FORMAT}
        )
