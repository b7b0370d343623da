"""Which encoding a text file is in: UTF-8 where it fits, else the likeliest of a few others."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from backend.directory.imports.problems import ImportFileError

CHUNK = 1 << 20  # bytes
SAMPLE = 1 << 18  # bytes looked at for a guess
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
CYRILLIC, ARABIC = frozenset("оеаинтсрвлкмдпу"), frozenset("اليمنورتبدةعسه")
LEAST_SCORE = 0.35


def detect(path: Path) -> str:
    """The name of the encoding. Raises ImportFileError where none is plausible."""
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    for mark, name in MARKS.items():
        if sample.startswith(mark):
            return _checked(path, name)
    if wide := _utf16_without_mark(sample):
        return _checked(path, wide)
    if _fits(path, "utf-8"):
        return "utf-8"
    scores = {name: _score(sample, name) for name in GUESSES if _fits(path, name)}
    best = max(scores, key=lambda name: scores[name], default="")
    return best if best and scores[best] >= LEAST_SCORE else "latin-1"


def _checked(path: Path, name: str) -> str:
    if not _fits(path, name):
        raise ImportFileError(
            _("The file begins as %(name)s, but does not go on so: save it again as UTF-8.")
            % {"name": name.upper()}
        )
    return name


def _fits(path: Path, name: str) -> bool:
    """Whether the whole file decodes strictly."""
    decoder = codecs.getincrementaldecoder(name)()
    try:
        for chunk in _chunks(path):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _utf16_without_mark(sample: bytes) -> str:
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = max(len(sample) // 2, 1)
    if odd > 0.3 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.3 * half and odd < 0.05 * half else ""


def _score(sample: bytes, name: str) -> float:
    """How much the letters beyond ASCII look like one script's common ones, 0 to 1."""
    text = sample.decode(name, errors="ignore")
    beyond = [char for char in text if char > "\x7f" and char.isalpha()]
    return GUESSES[name](text, beyond) if beyond else 0.0


def _share(letters: frozenset[str]) -> Callable[[str, list[str]], float]:
    def score(_text: str, beyond: list[str]) -> float:
        return sum(char.lower() in letters for char in beyond) / len(beyond)

    return score


def _common_han(_text: str, beyond: list[str]) -> float:
    """The share of the 3,755 most used characters: the first level of GB 2312."""
    found = [char.encode("gb18030") for char in beyond]
    return sum(
        len(code) == 2 and 0xB0 <= code[0] <= 0xD7 and code[1] > 0xA0 for code in found
    ) / len(found)


def _accents_among_ascii(text: str, beyond: list[str]) -> float:
    """In Western European text nearly every accented letter has a plain one beside it."""
    beside = sum(
        char > "\x7f" and char.isalpha() and any(n.isascii() and n.isalpha() for n in near)
        for char, near in zip(
            text, (text[max(i - 1, 0) : i + 2] for i in range(len(text))), strict=True
        )
    )
    return 0.9 * beside / len(beyond)


GUESSES: dict[str, Callable[[str, list[str]], float]] = {
    "gb18030": _common_han,
    "cp1251": _share(CYRILLIC),
    "cp1256": _share(ARABIC),
    "cp1252": _accents_among_ascii,
}
