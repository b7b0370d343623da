"""Profiles as validated: values ready for the database, and the passages with their keys."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from backend.common.text import text_hash
from backend.directory.imports.problems import Place


@dataclass(frozen=True)
class InstitutionMention:
    """An institution as an expert's row names it: by the file's id, or by name."""

    reference: str
    country: str = ""
    type: str = ""
    is_id: bool = False
    language: str = ""  # of the sheet, for the name of one that has to be made

    @property
    def key(self) -> tuple[str, str, bool]:
        return self.reference, self.country, self.is_id


@dataclass(frozen=True)
class AffiliationRecord:
    institution: InstitutionMention
    position: str = ""
    start_year: int | None = None
    end_year: int | None = None


@dataclass(frozen=True)
class PassageRecord:
    """A passage; `given` names the parts the file states, so that others stay as they are."""

    text: str
    external_id: str = ""
    values: tuple[tuple[str, Any], ...] = ()
    prefix: str = ""  # where its profile was merged into another

    @property
    def key(self) -> str:
        own = f"id:{self.external_id}" if self.external_id else f"text:{text_hash(self.text)}"
        return f"{self.prefix}{own}"


@dataclass
class ProfileRecord:
    """One profile. `values` has only what the file states; a cell left empty says nothing."""

    kind: str
    place: Place
    names: dict[str, str]
    external_id: str = ""
    same_as: str = ""
    consent_assumed: bool = False  # said for the whole file, not in this row
    values: dict[str, Any] = field(default_factory=dict)
    affiliations: tuple[AffiliationRecord, ...] = ()
    parent: str = ""
    passages: tuple[PassageRecord, ...] = ()

    @property
    def hash(self) -> str:
        """SHA-256 of all that the file states, to skip quickly what has not changed."""
        stated = [
            self.kind, self.names, self.external_id, self.values, self.affiliations,
            [(p.key, p.text, p.values) for p in self.passages],
        ]  # fmt: skip
        written = json.dumps(stated, sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(written.encode()).hexdigest()

    @property
    def label(self) -> str:
        return " / ".join(self.names.values())
