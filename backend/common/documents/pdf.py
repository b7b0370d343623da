"""HTML templates to PDF. Nothing is fetched but our own static files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from backend.common.documents.content import Document
from backend.common.errors import Unavailable

OURS = "static:"  # how templates name a static file


def to_pdf(template: str, context: dict[str, Any]) -> bytes:
    """The same bytes for the same content. Raises ``Unavailable`` where Pango is missing."""
    try:  # loads Pango: a process that never prints does without it
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher, URLFetcherResponse
    except OSError:
        raise Unavailable(_("This server can’t make PDF: Pango is not installed.")) from None

    class StaticFilesOnly(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            found = finders.find(url.removeprefix(OURS)) if url.startswith(OURS) else None
            if not isinstance(found, str):
                raise ValueError("Documents are made of static files alone.")
            return URLFetcherResponse(url, Path(found).read_bytes())

    page = render_to_string(template, context)
    return HTML(string=page, url_fetcher=StaticFilesOnly()).write_pdf(pdf_tags=True) or b""


def document_to_pdf(document: Document) -> bytes:
    return to_pdf("documents/document.html", {"document": document})
