"""The text of a PDF."""

from __future__ import annotations

from io import BytesIO

import structlog
from django.utils.translation import gettext as _
from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError

from backend.directory.proposals.found import Unreadable

MOST_PAGES = 60
LONGEST = 400_000  # characters; more is no CV
FEWEST_LETTERS = 40  # a page that was scanned has none
log = structlog.get_logger(__name__)


def text_of(data: bytes) -> str:
    """Page by page. Raises Unreadable."""
    try:
        return _text_of(PdfReader(BytesIO(data)))
    except Unreadable:
        raise
    # pypdf meets what is broken with errors of many kinds, its own among them.
    except (PyPdfError, ArithmeticError, LookupError, OSError, RecursionError, TypeError,
            ValueError, AttributeError, NotImplementedError, AssertionError,
            MemoryError) as error:  # fmt: skip
        log.info("pdf_not_read", error=type(error).__name__)
        raise Unreadable(
            _("The PDF is broken and can’t be read. Save it as PDF once more.")
        ) from None


def _text_of(reader: PdfReader) -> str:
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable(_("The PDF opens with a password only. Save it without one."))
    if len(reader.pages) > MOST_PAGES:
        raise Unreadable(
            _("The PDF has %(pages)d pages, and at most %(most)d are read.")
            % {"pages": len(reader.pages), "most": MOST_PAGES}
        )
    text = "\n\n".join(_pages(reader))
    if sum(map(str.isalpha, text)) < FEWEST_LETTERS:
        raise Unreadable(
            _("The PDF holds pictures of pages and no text: it was scanned. Save the document "
              "itself as PDF or DOCX.")
        )  # fmt: skip
    return text


def _pages(reader: PdfReader) -> list[str]:
    found: list[str] = []
    left = LONGEST
    for page in reader.pages:
        found.append(_page(page)[:left])
        left -= len(found[-1])
        if left <= 0:
            break
    return found


def _page(page: PageObject) -> str:
    return page.extract_text().replace("\x00", "")
