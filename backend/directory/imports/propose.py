"""A proposed mapping of a sheet: each heading with its target, how sure, why, and an example."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from backend.directory.imports.columns import (
    CONTACT,
    EXPERTS,
    INSTITUTIONS,
    OF_EXPERTS,
    OF_INSTITUTIONS,
    is_enough,
    may_repeat,
)
from backend.directory.imports.heading_row import Headed
from backend.directory.imports.headings import CERTAIN, GUESS, recognise
from backend.directory.imports.looks import SAMPLE, by_look
from backend.directory.imports.mapping import SheetMap
from backend.directory.imports.values.base import is_blank, plain
from backend.directory.imports.values.codelists import Codelists
from backend.directory.imports.values.words import words

EXAMPLE = 40  # characters
ORDER = {CERTAIN: 0, "likely": 1, GUESS: 2, "": 3}
SECRET = re.compile(r"[^@\s]+@[^@\s]+|\+?\d[\d\s()./-]{6,}\d")


@dataclass(frozen=True)
class ColumnGuess:
    heading: str
    target: str
    confidence: str
    why: str
    example: str
    languages: frozenset[str] = frozenset()
    exact: bool = False


@dataclass(frozen=True)
class Proposal:
    """What is proposed for one sheet."""

    headed: Headed
    kind: str
    language: str
    columns: list[ColumnGuess]

    @property
    def is_certain(self) -> bool:
        """Whether what every row needs, of a profile the name, was recognised with certainty."""
        certain = [c.target for c in self.columns if c.confidence == CERTAIN]
        return is_enough(certain, self.kind)

    @property
    def is_template(self) -> bool:
        return self.is_certain and all(column.exact for column in self.columns)

    def map(self, *, reviewed: bool) -> SheetMap:
        """The mapping; guesses from long texts are left out until a person has reviewed them."""
        columns = {
            c.heading: c.target if reviewed or c.confidence != GUESS else "" for c in self.columns
        }
        return SheetMap(self.kind, columns, self.headed.table.name, self.language)

    def to_review(self) -> SheetMap:
        """The mapping for a person to correct; a sheet that lacks what rows need is left out."""
        mapped = self.map(reviewed=True)
        if is_enough(list(mapped.columns.values()), self.kind):
            return mapped
        return replace(mapped, columns=dict.fromkeys(mapped.columns, ""))


def propose(headed: Headed, kind: str, lists: Codelists) -> Proposal:
    """The proposal for a sheet; `kind` may be empty, and is then found out."""
    kind = kind or kind_of(headed)
    samples = _samples(headed)
    guesses = [
        _guess(heading, values, kind, lists)
        for heading, values in zip(headed.headings, samples, strict=True)
    ]
    guesses = _one_each(_halves(guesses))
    counted = Counter(lang for guess in guesses for lang in guess.languages)
    language = max(sorted(counted), key=lambda lang: counted[lang]) if counted else ""
    return Proposal(headed, kind, language, guesses)


def kind_of(headed: Headed) -> str:
    """Experts or institutions: by the sheet's name, else by the columns only one of them has."""
    title = plain(re.sub(r"\d+", " ", headed.table.name or headed.table.hint))
    known = words("sheet_kind")
    named = [known[word] for word in (title, *title.split()) if word in known]
    if named:
        return named[0]
    scores = {
        EXPERTS: _found(headed, EXPERTS, set(OF_EXPERTS)),
        INSTITUTIONS: _found(headed, INSTITUTIONS, set(OF_INSTITUTIONS)),
    }
    return INSTITUTIONS if scores[INSTITUTIONS] > scores[EXPERTS] else EXPERTS


def _found(headed: Headed, kind: str, own: set[str]) -> int:
    matches = (recognise(heading, kind) for heading in headed.headings)
    return sum(match is not None and match.target in own for match in matches)


def _samples(headed: Headed) -> list[list[Any]]:
    columns: list[list[Any]] = [[] for _heading in headed.headings]
    for _number, cells in itertools.islice(headed.rows(), SAMPLE):
        for values, cell in zip(columns, cells, strict=False):
            if not is_blank(cell):
                values.append(cell)
    return columns


def _guess(heading: str, values: list[Any], kind: str, lists: Codelists) -> ColumnGuess:
    if match := recognise(heading, kind):
        why = (
            _("heading known")
            if match.confidence == CERTAIN
            else _("heading much like a known one")
        )
        example = _example(values, match.target)
        return ColumnGuess(
            heading, match.target, match.confidence, why, example, match.languages, match.exact
        )
    if look := by_look(values, kind, lists):
        return ColumnGuess(heading, *look, _example(values, look[0]))
    return ColumnGuess(heading, "", "", _("not recognised, left out"), _example(values, ""))


def _example(values: list[Any], target: str) -> str:
    """The first value, shortened; never one that reaches a person."""
    if not values or target in CONTACT:
        return ""
    text = SECRET.sub("•••", " ".join(str(values[0]).split()))
    return text if len(text) <= EXAMPLE else f"{text[:EXAMPLE]}…"


def _halves(guesses: list[ColumnGuess]) -> list[ColumnGuess]:
    """“Nom” beside “Prénom” is the last name, “Nombre” beside “Apellidos” the first, else all."""
    found = {guess.target for guess in guesses}
    if "first_name" in found and "last_name" not in found:
        meaning = "last_name"
    elif "last_name" in found and "first_name" not in found:
        meaning = "first_name"
    else:
        meaning = "name"
    return [replace(g, target=meaning) if g.target == "bare_name" else g for g in guesses]


def _one_each(guesses: list[ColumnGuess]) -> list[ColumnGuess]:
    """Where two columns want the same target, the surer or earlier one has it."""
    taken: set[str] = set()
    settled: dict[int, ColumnGuess] = {}
    for index in sorted(range(len(guesses)), key=lambda i: (ORDER[guesses[i].confidence], i)):
        guess = guesses[index]
        if guess.target in taken and not may_repeat(guess.target):
            why = _("another column already gives %(target)s") % {"target": guess.target}
            guess = replace(guess, target="", confidence="", why=why)
        taken.add(guess.target)
        settled[index] = guess
    return [settled[index] for index in range(len(guesses))]
