"""A past project as validated: values ready for the database."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from backend.common.text import fold, text_hash
from backend.directory.imports.problems import Place
from backend.programmes.imports.columns import PLAIN, SETS


@dataclass
class ProjectRecord:
    """One project. ``values`` has only what the file states; an empty cell says nothing."""

    place: Place
    external_id: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    institutions: tuple[str, ...] | None = None

    @property
    def label(self) -> str:
        return str(self.values["title"])

    @property
    def key(self) -> str:
        """The id at its source, else the hash of its title, its year and where it was."""
        if self.external_id:
            return self.external_id
        where = " ".join(sorted(self.values.get("countries", ())))
        said = f"{fold(self.values['title'])} {self.values.get('year', '')} {where}"
        return f"text:{text_hash(said)}"

    @property
    def hash(self) -> str:
        """SHA-256 of all that the file states, to skip quickly what has not changed."""
        stated = [self.key, self.values, self.institutions]
        written = json.dumps(stated, sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(written.encode()).hexdigest()

    def plain(self) -> dict[str, Any]:
        return {name: self.values[name] for name in PLAIN if name in self.values}

    def sets(self) -> dict[str, list[str]]:
        return {name: self.values[name] for name in SETS if name in self.values}
