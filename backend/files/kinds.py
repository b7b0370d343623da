"""The kinds of files that are taken. Imports nothing of Django: the process that looks into files
knows them too."""

from __future__ import annotations

from dataclasses import dataclass

OFFICE = "application/vnd.openxmlformats-officedocument"
ODF = "application/vnd.oasis.opendocument"


@dataclass(frozen=True)
class Kind:
    """``endings``: what a name of this kind ends with; the first is given to others."""

    label: str
    media_type: str
    endings: tuple[str, ...]


KINDS = {
    "pdf": Kind("PDF", "application/pdf", (".pdf",)),
    "docx": Kind("DOCX", f"{OFFICE}.wordprocessingml.document", (".docx",)),
    "xlsx": Kind("XLSX", f"{OFFICE}.spreadsheetml.sheet", (".xlsx",)),
    "odt": Kind("ODT", f"{ODF}.text", (".odt",)),
    "ods": Kind("ODS", f"{ODF}.spreadsheet", (".ods",)),
    "odp": Kind("ODP", f"{ODF}.presentation", (".odp",)),
    "png": Kind("PNG", "image/png", (".png",)),
    "jpeg": Kind("JPEG", "image/jpeg", (".jpg", ".jpeg")),
    "webp": Kind("WebP", "image/webp", (".webp",)),
    "tiff": Kind("TIFF", "image/tiff", (".tif", ".tiff")),
}
BY_MEDIA_TYPE = {kind.media_type: name for name, kind in KINDS.items()}
