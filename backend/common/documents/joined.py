"""Several documents as one PDF."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

from pypdf import PdfReader, PdfWriter

DPI = 150  # of a picture that says nothing of its size


def join_pdfs(parts: Iterable[bytes], title: str) -> bytes:
    """One after the other, each by its pages alone: no scripts, no forms, no files within.

    Raises ``ValueError`` for one that can't be read.
    """
    writer = PdfWriter()
    for part in parts:
        try:
            for page in PdfReader(io.BytesIO(part)).pages:
                writer.add_page(page)
        except Exception as error:
            raise ValueError("This PDF can’t be read.") from error
    writer.add_metadata({"/Title": title})
    joined = io.BytesIO()
    writer.write(joined)
    return joined.getvalue()


def picture_to_pdf(path: Path) -> bytes:
    """A page for each picture in the file, such as of a TIFF that a scanner made."""
    from PIL import Image, ImageOps, ImageSequence

    with Image.open(path) as opened:
        pages = [
            ImageOps.exif_transpose(one).convert("RGB") for one in ImageSequence.Iterator(opened)
        ]
    made = io.BytesIO()
    pages[0].save(made, "PDF", resolution=DPI, save_all=True, append_images=pages[1:])
    return made.getvalue()
