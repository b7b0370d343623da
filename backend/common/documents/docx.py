"""A document as DOCX, from the template that ``manage.py make_document_template`` builds."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from django.conf import settings

from backend.common.documents.content import Document

TEMPLATE = Path(settings.BASE) / "backend" / "templates" / "documents" / "document.docx"
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP file knows


def to_docx(document: Document) -> bytes:
    """The same bytes for the same content. Whatever people wrote stays text: it is escaped."""
    from docxtpl import DocxTemplate

    template = DocxTemplate(TEMPLATE)
    template.render({"document": document}, autoescape=True)
    about = template.docx.core_properties  # get_docx() would begin anew
    about.title = f"{document.title}: {document.subject.text}"[:255]
    about.language = document.language
    made = io.BytesIO()
    template.save(made)
    return _timeless(made)


def _timeless(made: io.BytesIO) -> bytes:
    """Without the time at which each part was packed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            part = zipfile.ZipInfo(name, EPOCH)
            target.writestr(part, source.read(name), compress_type=zipfile.ZIP_DEFLATED)
    return packed.getvalue()
