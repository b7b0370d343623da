"""The texts that corrections are fitted on: what is asked, what answers it, in seven languages.

``data/reference.json`` holds single texts of unlike contents, ``data/subjects/`` needs with two
passages that answer them, four neighbouring subjects to a family. Nothing of them is measured on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from matching.encoders import Encoder, Role
from matching.folders import DATA


@dataclass(frozen=True)
class Text:
    """``content`` is shared by texts that belong together, ``family`` by those to be held out
    together. Within one ``source``, different contents are known not to be about the same."""

    text: str
    language: str
    kind: str  # need or evidence
    content: str
    family: str
    source: str


@dataclass(frozen=True)
class Side:
    """One side's texts and, row by row, their vectors as encoded, shape (texts, dimension)."""

    texts: tuple[Text, ...]
    vectors: np.ndarray

    def take(self, rows: np.ndarray) -> Side:
        """Those of these row numbers."""
        return Side(tuple(self.texts[i] for i in rows), self.vectors[rows])

    def column(self, name: str) -> np.ndarray:
        return np.array([getattr(one, name) for one in self.texts])


@cache
def reference() -> tuple[Text, ...]:
    """Single texts; each is alike to its own translations only."""
    entries = json.loads((DATA / "reference.json").read_text(encoding="utf-8"))
    return tuple(
        Text(text, code, entry["kind"], str(entry["id"]), str(entry["id"]), "reference")
        for entry in entries
        for code, text in entry["texts"].items()
    )


@cache
def subjects() -> tuple[tuple[Text, ...], tuple[Text, ...]]:
    """Needs, and passages that answer them."""
    entries = [
        entry
        for path in sorted((DATA / "subjects").glob("*.json"))
        for entry in json.loads(path.read_text(encoding="utf-8"))
    ]
    needs = [one for entry in entries for one in _of(entry, "need", [entry["need"]])]
    passages = [one for entry in entries for one in _of(entry, "evidence", entry["profile"])]
    return tuple(needs), tuple(passages)


def _of(entry: dict, kind: str, groups: Iterable[dict[str, str]]) -> Iterator[Text]:
    for texts in groups:
        for code, text in texts.items():
            yield Text(text, code, kind, entry["id"], entry["family"], "subjects")


def sides(encoder: Encoder) -> tuple[Side, Side]:
    """What is asked and what is told, of the languages that the encoder serves, encoded."""
    needs, passages = subjects()
    asked = _encoded(encoder, (*reference(), *needs), "query")
    told = _encoded(encoder, (*reference(), *passages), "passage")
    return asked, told


def _encoded(encoder: Encoder, texts: Iterable[Text], role: Role) -> Side:
    served = encoder.languages
    kept = tuple(one for one in texts if served is None or one.language in served)
    return Side(kept, encoder.encode([one.text for one in kept], role))
