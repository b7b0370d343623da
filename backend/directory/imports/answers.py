"""Questions only a person can settle (is this the same person?), and the answers given."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from backend.common.text import fold
from backend.directory.imports.problems import ImportFileError, Place
from backend.directory.imports.records import ProfileRecord


@dataclass(frozen=True)
class Answer:
    """`id` of the profile it is, or `new`; `candidates` are the ids it was chosen among."""

    id: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choice:
    """One profile it may be, as a person tells it apart."""

    id: str
    name: str
    institution: str
    country: str
    source: str

    def __str__(self) -> str:
        return ", ".join(part for part in (self.name, self.institution, self.country) if part)


@dataclass(frozen=True)
class Question:
    place: Place
    name: str
    institution: str
    candidates: tuple[Choice, ...]

    @property
    def key(self) -> str:
        return f"{fold(self.name)}|{fold(self.institution)}"


def key_of(record: ProfileRecord) -> str:
    return f"{fold(record.label)}|{fold(institution_of(record))}"


def institution_of(record: ProfileRecord) -> str:
    return record.affiliations[0].institution.reference if record.affiliations else ""


def load(path: Path) -> dict[str, Answer]:
    """The answers in a file; entries still without one are left out. Raises ImportFileError."""
    if not path.exists():
        return {}
    try:
        entries = json.loads(path.read_text(encoding="utf-8-sig"))
        found = {_key(entry): _answer(entry) for entry in entries if entry.get("answer")}
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise ImportFileError(
            _("The answers in %(name)s cannot be read; each “answer” is an id or “new”.")
            % {"name": path.name}
        ) from error
    return found


def save(path: Path, questions: Iterable[Question]) -> None:
    """Adds the open questions to the file, for a person to fill in each `answer`."""
    entries = json.loads(path.read_text(encoding="utf-8-sig")) if path.exists() else []
    known = {_key(entry) for entry in entries}
    entries.extend(_written(question) for question in questions if question.key not in known)
    text = json.dumps(entries, ensure_ascii=False, indent=1)
    path.write_text(f"{text}\n", encoding="utf-8")


def _key(entry: dict[str, Any]) -> str:
    return f"{fold(entry['name'])}|{fold(entry.get('institution', ''))}"


def _answer(entry: dict[str, Any]) -> Answer:
    answer = str(entry["answer"]).strip().lower()
    if answer != "new":
        answer = str(UUID(answer))
    return Answer(answer, tuple(choice["id"] for choice in entry.get("candidates", [])))


def _written(question: Question) -> dict[str, Any]:
    return {
        "row": question.place.row,
        "name": question.name,
        "institution": question.institution,
        "candidates": [vars(choice) for choice in question.candidates],
        "answer": "",
    }
