"""Files that experts have of their past, made up for tests."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import docx
from pypdf import PdfReader, PdfWriter

CV = """Amina Diallo
12 rue des Manguiers, Dakar, Tel. +221 77 123 45 67, amina@hydro.example

PROFILE
Water engineer with fifteen years of work on small irrigation and
drinking water schemes in the Sahel.

PROFESSIONAL EXPERIENCE
2015 - 2020
Senior engineer, Ministry of Water: rehabilitated 42 village pumps and
trained their operators in Kaolack (office +221 33 820 11 22).
2010 - 2014 Engineer, ONG Puits: drilled 30 wells with hand pumps in Louga
and Matam regions of Senegal.

Publications:
* Diallo A., Solar pumping in the Sahel. Water Journal, 2018. doi:10.1234/abc.567
* Diallo A., Salt in wells near the coast of Senegal, 2012.

Languages
French native, English C1

References
Dr Somebody Else, somebody@there.example, Professor of hydrology in Dakar
"""
RIS = """TY  - JOUR
TI  - Solar pumping in the Sahel
AU  - Diallo, A.
AD  - 12 rue des Manguiers, Dakar; amina@hydro.example
JO  - Water Journal
PY  - 2018
DO  - https://doi.org/10.1234/ABC.567
AB  - Forty pumps were watched for two years. Write to amina@hydro.example for data.
ER  -

TY  - CHAP
TI  - Puits et nappes du littoral
T2  - Eaux du Sahel
PY  - 2012
ER  -
""".replace("ER  -\n", "ER  - \n")
ENDNOTE = """%0 Journal Article
%T Solar pumping in the Sahel
%A Diallo, A.
%J Water Journal
%D 2018
%R 10.1234/abc.567
%X Forty pumps were watched
for two years.

%0 Book
%T Wells of the coast and their salt
%I Dakar Press
%D 2012
"""
ORCID = "0000-0002-1825-0097"


def cv_pdf(text: str = CV, *, password: str = "", pages: int = 1) -> bytes:
    """Lines of Latin text, as a word processor lays them out."""
    lines = [
        line.replace("\\", "").replace("(", r"\(").replace(")", r"\)") for line in text.splitlines()
    ]
    drawn = "\n".join(f"({line}) Tj T*" for line in lines)
    stream = f"BT /F1 10 Tf 12 TL 40 800 Td {drawn} ET".encode("latin-1")
    kids = " ".join(f"{number} 0 R" for number in range(5, 5 + pages))
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream),
        *[
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>"
        ]
        * pages,
    ]
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(bodies) + 1
    data += b"xref\n0 %d\n0000000000 65535 f \n%btrailer << /Size %d /Root 1 0 R >>\n" % (
        size,
        table,
        size,
    )
    data += b"startxref\n%d\n%%%%EOF\n" % data.index(b"xref\n0 ")
    return _locked(data, password) if password else data


def _locked(data: bytes, password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(data)))
    writer.encrypt(password, algorithm="AES-128")
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def cv_docx(*parts: Any) -> bytes:
    """Headings as ``# …``, items as ``* …``, rows of a table as tuples, other lines as text."""
    document = docx.Document()
    for part in parts:
        if isinstance(part, tuple):
            cells = document.add_table(rows=1, cols=len(part)).rows[0].cells
            for cell, text in zip(cells, part, strict=True):
                cell.text = text
        elif part.startswith("# "):
            document.add_heading(part[2:], level=1)
        elif part.startswith("* "):
            document.add_paragraph(part[2:], style="List Bullet")
        else:
            document.add_paragraph(part)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def orcid_record(path: str = ORCID) -> bytes:
    """As pub.orcid.org answers, as far as it is read."""
    doi = {"external-id-type": "doi", "external-id-value": "https://doi.org/10.1234/ABC.567"}
    work = {
        "title": {"title": {"value": "Solar pumping in the Sahel"}},
        "journal-title": {"value": "Water Journal"},
        "publication-date": {"year": {"value": "2018"}, "month": None},
        "external-ids": {"external-id": [doi]},
    }
    job = {
        "role-title": "Senior engineer",
        "department-name": None,
        "organization": {"name": "Ministry of Water"},
        "start-date": {"year": {"value": "2015"}},
        "end-date": None,
    }
    funding = {
        "title": {"title": {"value": "Pumps for the villages of Kaolack"}},
        "organization": {"name": "Sahel Fund"},
        "end-date": {"year": {"value": "2019"}},
        "external-ids": {"external-id": [{"external-id-value": "SF-77"}]},
    }
    record = {
        "orcid-identifier": {"path": path, "uri": f"https://orcid.org/{path}"},
        "person": {"biography": {"content": "Works on wells and pumps in the Sahel."}},
        "activities-summary": {
            "employments": {"affiliation-group": [{"summaries": [{"employment-summary": job}]}]},
            "fundings": {"group": [{"funding-summary": [funding]}]},
            "works": {"group": [{"work-summary": [work]}]},
        },
    }
    return json.dumps(record).encode()


def openalex_works() -> bytes:
    work = {
        "id": "https://openalex.org/W1",
        "doi": "https://doi.org/10.1234/abc.567",
        "title": "Solar pumping in the Sahel",
        "publication_year": 2018,
        "primary_location": {"source": {"display_name": "Water Journal"}},
        "abstract_inverted_index": {"pumps": [1], "Forty": [0], "were": [2], "watched.": [3]},
        "authorships": [],
    }
    return json.dumps({"meta": {"count": 1}, "results": [work]}).encode()
