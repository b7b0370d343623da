"""The texts that the probes are fitted on: minimal pairs in seven languages, and ordinary ones.

``data/probes/LANGUAGE.json`` holds, for each probe, rows of ``[family, high, low]``: two texts
alike but for what the probe should tell. Where they have slots, they stand for several subjects.
A family is a way of putting it, the same in all languages; it is what is held out together when
the probes are judged.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from matching.datasets import TATOEBA, TO_FIT_ON, demo_world, sentences
from matching.fitting.texts import reference
from matching.folders import DATA

SUBJECTS = 3  # of those of its language that a pair with slots is told of
ORDINARY = "ordinary"
EVERYDAY = "everyday"


class Text(NamedTuple):
    """A text to learn from; ``label`` 1 or 0, or 0.5 where it should be read as neither."""

    language: str
    family: str
    label: float
    text: str


def pairs(probe: str) -> Iterator[Text]:
    """The minimal pairs of a probe: the high side, then the low."""
    for path in sorted((DATA / "probes").glob("??.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        for row, (family, *sides) in enumerate(told[probe]):
            for subject in _subjects(told["subjects"], row, "{" in sides[0]):
                for label, side in zip((1.0, 0.0), sides, strict=True):
                    text = side.format(**subject)
                    yield Text(path.stem, family, label, text[:1].upper() + text[1:])


def _subjects(subjects: list[dict], row: int, slots: bool) -> Iterator[dict]:
    """Another few for every row."""
    for i in range(SUBJECTS if slots else 1):
        yield subjects[(5 * row + 7 * i) % len(subjects)]


def ordinary(demo: Path) -> list[Text]:
    """Evidence as profiles have it, which seeks and denies nothing.

    From the reference texts and the demo world's passages; its labels are not looked at.
    """
    found = [Text(code, ORDINARY, 1.0, text) for code, text in _reference("evidence")]
    for profile in demo_world(demo).profiles:
        for one in profile.passages:
            found.append(Text(one.language or "und", ORDINARY, 1.0, one.text))
    return found


def everyday(tatoeba: Path) -> list[Text]:
    """Sentences of daily life, none of those that the engine is measured on."""
    found = []
    for language in TATOEBA:
        for code, told in zip(
            (language, "en"), sentences(tatoeba, language, TO_FIT_ON), strict=True
        ):
            found += [Text(code, EVERYDAY, 0.0, text) for text in told]
    return found


def needs() -> list[Text]:
    """The reference needs: as passages they would seek."""
    return [Text(code, ORDINARY, 0.0, text) for code, text in _reference("need")]


def _reference(kind: str) -> Iterator[tuple[str, str]]:
    return ((one.language, one.text) for one in reference() if one.kind == kind)
