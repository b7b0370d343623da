"""What an import did, for the person who ran it and for a program."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from backend.directory.imports.answers import Question
from backend.directory.imports.problems import Problem
from backend.directory.imports.store.changes import Change

CREATED, UPDATED, UNCHANGED, WITHDRAWN, BAD = "created", "updated", "unchanged", "withdrawn", "bad"
CHANGED_HERE = "changed_here"  # by a person, whose word stands


@dataclass
class Entry:
    """What happened, or would happen, to one profile."""

    outcome: str
    kind: str
    row: int
    name: str
    id: str
    changes: list[Change] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        changes = [vars(change) for change in self.changes]
        return {**vars(self), "changes": changes}


@dataclass
class Report:
    """Counts by kind and outcome; `entries` are kept only for a preview."""

    source: str = ""
    dry_run: bool = False
    kept: bool = True  # False where bad rows kept everything out
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    institutions_created: list[str] = field(default_factory=list)
    not_listed: int = 0
    look_alikes: int = 0  # pairs of profiles found to look alike, which were not known before

    def count(self, group: str, outcome: str, by: int = 1) -> None:
        if by:
            self.counts.setdefault(group, Counter())[outcome] += by

    @property
    def bad(self) -> int:
        return sum(counter[BAD] for counter in self.counts.values())

    def add(self, other: Report) -> None:
        """Takes over the report of a batch, once it is stored."""
        self.add_counts(other)
        for name in ("entries", "problems", "warnings", "notes", "questions"):
            getattr(self, name).extend(getattr(other, name))
        self.institutions_created.extend(other.institutions_created)
        self.not_listed += other.not_listed
        self.look_alikes += other.look_alikes

    def add_counts(self, other: Report) -> None:
        for group, counter in other.counts.items():
            self.counts.setdefault(group, Counter()).update(counter)

    def counts_as_json(self) -> dict[str, dict[str, int]]:
        return {group: dict(counter) for group, counter in self.counts.items()}

    def bad_as_json(self) -> dict[str, dict[str, int]]:
        """The counts where nothing was kept."""
        return {
            group: {BAD: counter[BAD]} for group, counter in self.counts.items() if counter[BAD]
        }

    def as_json(self) -> dict[str, Any]:
        return {
            "source": self.source,
            "dry_run": self.dry_run,
            "stored": self.kept and not self.dry_run,
            "counts": self.counts_as_json(),
            "not_listed": self.not_listed,
            "look_alikes": self.look_alikes,
            "institutions_created": self.institutions_created,
            "profiles": [entry.as_json() for entry in self.entries],
            "problems": [problem.as_json() for problem in self.problems],
            "warnings": [warning.as_json() for warning in self.warnings],
            "questions": [_question(question) for question in self.questions],
            "notes": self.notes,
        }


def _question(question: Question) -> dict[str, Any]:
    return {
        "row": question.place.row,
        "sheet": question.place.sheet,
        "name": question.name,
        "institution": question.institution,
        "candidates": [vars(choice) for choice in question.candidates],
    }
