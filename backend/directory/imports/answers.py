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
        found = _together(entries)
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise ImportFileError(
            _("The answers in %(name)s cannot be read; each “answer” is an id or “new”.")
            % {"name": path.name}
        ) from error
    return found


def _together(entries: list[dict[str, Any]]) -> dict[str, Answer]:
    """One answer for each question: a `new` holds for the candidates of all that say so."""
    found: dict[str, Answer] = {}
    for entry in entries:
        if entry.get("answer"):
            key, answer = _key(entry), _answer(entry)
            if (earlier := found.get(key)) and earlier.id == answer.id:
                answer = Answer(answer.id, (*earlier.candidates, *answer.candidates))
            found[key] = answer
    return found


def save(
    path: Path, questions: Iterable[Question], answered: Iterable[tuple[Question, Answer]] = ()
) -> None:
    """Adds what was answered, and the open questions for a person to fill in each `answer`.

    A question that was answered before is open again where there are further candidates.
    """
    entries = json.loads(path.read_text(encoding="utf-8-sig")) if path.exists() else []
    given = [(question, answer.id) for question, answer in answered]
    for question, answer in [*given, *((question, "") for question in questions)]:
        known = [entry for entry in entries if _key(entry) == question.key]
        asked = {choice["id"] for entry in known for choice in entry.get("candidates", [])}
        if answer or not known or {choice.id for choice in question.candidates} - asked:
            entries = [e for e in entries if e not in known or e.get("answer")]
            entries.append(_written(question, answer))
    text = json.dumps(entries, ensure_ascii=False, indent=1)
    path.write_text(f"{text}\n", encoding="utf-8")


def _key(entry: dict[str, Any]) -> str:
    return f"{fold(entry['name'])}|{fold(entry.get('institution', ''))}"


def _answer(entry: dict[str, Any]) -> Answer:
    answer = str(entry["answer"]).strip().lower()
    if answer != "new":
        answer = str(UUID(answer))
    return Answer(answer, tuple(choice["id"] for choice in entry.get("candidates", [])))


def _written(question: Question, answer: str) -> dict[str, Any]:
    return {
        "row": question.place.row,
        "name": question.name,
        "institution": question.institution,
        "candidates": [vars(choice) for choice in question.candidates],
        "answer": answer,
    }
