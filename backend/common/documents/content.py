"""What a document says, before it has a form: the same for PDF and DOCX."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from backend.common.names import primary

# What XML can't hold or no font has: control and half characters, and codes that are none.
NOT_PRINTED = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
HAN, KANA = re.compile(r"[\u3400-\u9fff]"), re.compile(r"[\u3040-\u30ff]")
UPRIGHT = 8  # columns of a table that a page holds as it stands
LONGEST = 40_000  # characters of one text; a document is to be read, and made while one waits


@dataclass(frozen=True)
class Paragraph:
    """A text in one language and one direction; empty ``language``: not known."""

    text: str
    language: str = ""

    @property
    def rtl(self) -> bool:
        """By its first letter, whatever language it is said to be in; else as the reader's."""
        for character in self.text:
            kind = unicodedata.bidirectional(character)
            if kind in ("R", "AL", "L"):
                return kind != "L"
        return get_language_bidi()

    @property
    def lang(self) -> str:
        """For the choice of glyphs: Chinese and Japanese write the same characters differently."""
        if KANA.search(self.text):
            return "ja"
        if HAN.search(self.text) and primary(self.language) != "zh":
            return "zh-Hans"
        return self.language


@dataclass(frozen=True)
class Fact:
    """A label in the reader's language, and what stands beside it."""

    label: str
    value: Paragraph


@dataclass(frozen=True)
class Table:
    """``headings`` in the reader's language, one for each column; ``numbers``: how many columns,
    from the last one back, hold figures."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Paragraph, ...], ...]
    numbers: int = 0

    @property
    def texts(self) -> int:
        """How many columns hold words."""
        return len(self.headings) - self.numbers

    @property
    def wide(self) -> bool:
        """Whether it needs a page on its side."""
        return len(self.headings) > UPRIGHT


@dataclass(frozen=True)
class Section:
    """Facts come first, then paragraphs, then tables."""

    heading: Paragraph
    facts: tuple[Fact, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True)
class Document:
    """``title`` names the kind of document, ``subject`` what it is about.

    ``signatures``: what is to be filled in by hand, a line for each.
    """

    title: str
    subject: Paragraph
    sections: tuple[Section, ...]
    signatures: tuple[str, ...] = ()

    @property
    def language(self) -> str:
        return get_language() or "en"

    @property
    def rtl(self) -> bool:
        return get_language_bidi()


def said(text: object) -> Paragraph:
    """What the product says, in the reader's language."""
    return Paragraph(str(text), get_language() or "en")


def written(text: str, language: str = "") -> tuple[Paragraph, ...]:
    """What people wrote, a paragraph for each line, without what paper can't show.

    Of a very long text the beginning, and that there is more.
    """
    lines = clean(text[:LONGEST]).split("\n")
    told = [Paragraph(line.strip(), language) for line in lines if line.strip()]
    if len(text) > LONGEST:
        told.append(said(_("(There is more of this text in Counterpart.)")))
    return tuple(told)


def line(text: str, language: str = "") -> Paragraph:
    """The same on one line, such as a title."""
    return Paragraph(" ".join(clean(text).split()), language)


def clean(text: str) -> str:
    return NOT_PRINTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
