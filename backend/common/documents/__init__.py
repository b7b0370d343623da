"""Documents for paper: what they say, and how they become PDF and DOCX."""

from backend.common.documents.content import (
    Document,
    Fact,
    Paragraph,
    Section,
    Table,
    said,
    written,
)

__all__ = ["Document", "Fact", "Paragraph", "Section", "Table", "said", "written"]
