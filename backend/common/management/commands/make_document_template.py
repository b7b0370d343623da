"""manage.py make_document_template: builds the DOCX template of all documents.

Every paragraph stands in it twice, for texts from left to right and from right to left. To give
documents another look, change the styles here, or open the file in a word processor.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from docx import Document as new_document
from docx.document import Document as DocxDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from backend.common.documents.docx import TEMPLATE

LATIN, CHINESE = "Arial", "SimSun"  # fonts that every office has; Arial has Arabic and Cyrillic too
BLUE = RGBColor(0x0B, 0x4F, 0x7D)
STYLES = {
    # name: points, bold, colour, points before and after
    "Kind of document": (11, True, BLUE, 0, 0),
    "Subject": (18, True, None, 2, 10),
    "Part": (13, True, BLUE, 12, 4),
    "Said": (10.5, False, None, 0, 5),
    "Label": (10.5, True, None, 0, 2),
    "Heading of a column": (8.5, True, None, 0, 0),
    "Cell": (8.5, False, None, 0, 0),
    "To fill in": (10.5, False, None, 18, 0),
}


class Command(BaseCommand):
    help = "Build the DOCX template of all documents."

    def handle(self, *args: Any, **options: Any) -> None:
        build().save(str(TEMPLATE))


def build() -> DocxDocument:
    docx = new_document()
    for name, values in STYLES.items():
        _style(docx, name, *values)
    _both_ways(docx, "document", "document.title", "Kind of document")
    _both_ways(docx, "document.subject", "document.subject.text", "Subject")
    _say(docx, "{%p for part in document.sections %}")
    _both_ways(docx, "part.heading", "part.heading.text", "Part")
    _facts(docx)
    _say(docx, "{%p for line in part.paragraphs %}")
    _both_ways(docx, "line", "line.text", "Said")
    _say(docx, "{%p endfor %}")
    _say(docx, "{%p for table in part.tables %}")
    _grid(docx)
    _say(docx, "{%p endfor %}")
    _say(docx, "{%p endfor %}")
    _say(docx, "{%p for label in document.signatures %}")
    _both_ways(docx, "document", "label", "To fill in", after=": " + "_" * 40)
    _say(docx, "{%p endfor %}")
    return docx


def _style(docx: Any, name: str, size: float, bold: bool, color: Any, *space: int) -> None:
    style = docx.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = docx.styles["Normal"]
    style.font.name, style.font.size, style.font.bold = LATIN, Pt(size), bold
    style.font.color.rgb = color
    before, after = space
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.keep_with_next = name in ("Part", "Kind of document", "Subject")
    properties = style.element.get_or_add_rPr()
    fonts = properties.rFonts
    fonts.set(qn("w:cs"), LATIN)
    fonts.set(qn("w:eastAsia"), CHINESE)
    # Sizes and weights of letters from right to left are said by themselves.
    properties.find(qn("w:sz")).addnext(_element("w:szCs", str(int(size * 2))))
    if bold:
        properties.find(qn("w:b")).addnext(_element("w:bCs"))


def _both_ways(place: Any, of: str, what: str, style: str, after: str = "") -> None:
    """One of two paragraphs, by the direction of the text."""
    _say(place, f"{{%p if {of}.rtl %}}")
    _turned(_say(place, f"{{{{ {what} }}}}{after}", style))
    _say(place, "{%p else %}")
    _say(place, f"{{{{ {what} }}}}{after}", style)
    _say(place, "{%p endif %}")


def _facts(docx: Any) -> None:
    """One of two tables, by the direction in which its labels are read."""
    _say(docx, "{%p if part.facts and document.rtl %}")
    properties = _table(docx)._tbl.tblPr
    properties.find(qn("w:tblStyle")).addnext(_element("w:bidiVisual"))
    _say(docx, "{%p elif part.facts %}")
    _table(docx)
    _say(docx, "{%p endif %}")


def _table(docx: Any) -> Any:
    table = docx.add_table(rows=3, cols=2, style="Table Grid")
    table.rows[0].cells[0].paragraphs[0].text = "{%tr for fact in part.facts %}"
    label, value = table.rows[1].cells
    _both_ways(label, "document", "fact.label", "Label")
    _both_ways(value, "fact.value", "fact.value.text", "Said")
    for cell in (label, value):  # the empty paragraph that each cell begins with
        cell._tc.remove(cell.paragraphs[0]._p)
    table.rows[2].cells[0].paragraphs[0].text = "{%tr endfor %}"
    return table


def _grid(docx: Any) -> None:
    """The same for a table of as many columns as it has."""
    _say(docx, "{%p if document.rtl %}")
    properties = _columns(docx)._tbl.tblPr
    properties.find(qn("w:tblStyle")).addnext(_element("w:bidiVisual"))
    _say(docx, "{%p else %}")
    _columns(docx)
    _say(docx, "{%p endif %}")
    _say(docx, "", "Said")


def _columns(docx: Any) -> Any:
    table = docx.add_table(rows=4, cols=3, style="Table Grid")
    head, loop, body, end = table.rows
    _cells(
        head, "{%tc for heading in table.headings %}", "document", "heading", "Heading of a column"
    )
    head._tr.get_or_add_trPr().append(_element("w:tblHeader"))
    loop.cells[0].paragraphs[0].text = "{%tr for row in table.rows %}"
    _cells(body, "{%tc for cell in row %}", "cell", "cell.text", "Cell")
    end.cells[0].paragraphs[0].text = "{%tr endfor %}"
    return table


def _cells(row: Any, loop: str, of: str, what: str, style: str) -> None:
    first, cell, last = row.cells
    first.paragraphs[0].text = loop
    _both_ways(cell, of, what, style)
    cell._tc.remove(cell.paragraphs[0]._p)
    last.paragraphs[0].text = "{%tc endfor %}"


def _say(place: Any, text: str, style: str | None = None) -> Any:
    return place.add_paragraph(text, style=style)


def _turned(paragraph: Any) -> None:
    paragraph._p.get_or_add_pPr().append(_element("w:bidi"))
    for run in paragraph.runs:
        run._r.get_or_add_rPr().append(_element("w:rtl"))


def _element(name: str, value: str | None = None) -> Any:
    made = OxmlElement(name)
    if value is not None:
        made.set(qn("w:val"), value)
    return made
