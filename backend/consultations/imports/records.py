"""A request as validated: values ready for the database."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from backend.common.text import fold, text_hash
from backend.consultations.imports.columns import OF_NEED, OF_RECORD, OF_REQUEST
from backend.directory.imports.problems import Place
from backend.directory.imports.records import InstitutionMention


@dataclass
class RequestRecord:
    """One request. ``values`` has only what the file states; an empty cell says nothing."""

    place: Place
    institution: InstitutionMention
    external_id: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    helped_by: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return str(self.values.get("title") or self.values["text"][:60])

    @property
    def home(self) -> str:
        """The country of the need, where the institution's own is not said."""
        return str(self.values.get("country", ""))

    @property
    def key(self) -> str:
        """The id at its source, else the hash of who asks for what."""
        if self.external_id:
            return self.external_id
        said = f"{fold(self.institution.reference)} {self.values['text']}"
        return f"text:{text_hash(said)}"

    @property
    def hash(self) -> str:
        """SHA-256 of all that the file states, to skip quickly what has not changed."""
        stated = [self.key, self.institution, self.values, self.helped_by]
        written = json.dumps(stated, sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(written.encode()).hexdigest()

    def of_need(self) -> dict[str, Any]:
        return {name: self.values[name] for name in OF_NEED if name in self.values}

    def of_request(self) -> dict[str, Any]:
        return {name: self.values[name] for name in OF_REQUEST if name in self.values}

    def of_record(self) -> dict[str, Any]:
        return {name: self.values[name] for name in OF_RECORD if name in self.values}
