"""The text of a DOCX, its lists as lines that begin with a bullet."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
import structlog
from django.utils.translation import gettext as _
from docx.table import Table

from backend.directory.proposals.found import Unreadable

LARGEST = 60 * 1024 * 1024  # bytes unpacked: a small file may be meant to fill the memory
MOST_PARTS = 2_000
MOST_LINES = 20_000
MAIN = "word/document.xml"
log = structlog.get_logger(__name__)


def text_of(data: bytes) -> str:
    """Raises Unreadable."""
    _check_parts(data)
    try:
        lines = list(_lines(docx.Document(BytesIO(data))))
    # What is broken within comes out as errors of the XML, of the archive, or of missing parts.
    except (zipfile.BadZipFile, ArithmeticError, LookupError, OSError, SyntaxError, TypeError,
            ValueError, AttributeError, NotImplementedError, RecursionError) as error:  # fmt: skip
        log.info("docx_not_read", error=type(error).__name__)
        raise _broken() from None
    return "\n".join(lines[:MOST_LINES])


def _check_parts(data: bytes) -> None:
    """Before anything is unpacked: nothing is larger than it says."""
    try:
        parts = zipfile.ZipFile(BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise _broken() from None
    if MAIN not in {part.filename for part in parts}:
        raise Unreadable(_("This is an archive, but no DOCX. Send the CV itself as DOCX or PDF."))
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(_("The DOCX opens with a password only. Save it without one."))
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST:
        raise Unreadable(
            _("Unpacked, the DOCX has more than %(most)d MB. Save it without pictures.")
            % {"most": LARGEST // 1024 // 1024}
        )


def _broken() -> Unreadable:
    return Unreadable(_("The DOCX is broken and can’t be read. Save it as DOCX once more."))


def _lines(document: Any) -> Iterator[str]:
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from _rows(block)
        else:
            yield _line(block)


def _rows(table: Table) -> Iterator[str]:
    """A row is an entry: the years in one cell, what was done in another."""
    for row in table.rows:
        cells = {cell._tc: cell.text.strip() for cell in row.cells}  # a merged one comes once
        texts = [text for text in cells.values() if text]
        if any("\n" in text for text in texts) and len(texts) == 1:
            yield from ["", *texts[0].split("\n"), ""]  # a layout made of a table
        elif texts:
            yield from ["", " – ".join(" ".join(text.split()) for text in texts), ""]


def _line(paragraph: Any) -> str:
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
    text = paragraph.text.strip()
    if style.startswith("Heading"):
        return f"\n{text}"
    return f"• {text}" if text and _is_listed(paragraph, style) else text


def _is_listed(paragraph: Any, style: str) -> bool:
    properties = paragraph._p.pPr
    return style.startswith("List") or (properties is not None and properties.numPr is not None)
