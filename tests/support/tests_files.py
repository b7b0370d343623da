"""Small files of every kind, and sending them, in tests."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import Any

from PIL import Image
from pypdf import PdfWriter
from tests_support import Api

OFFICE = "application/vnd.openxmlformats-officedocument"
ODF = "application/vnd.oasis.opendocument"
DOCUMENT = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
WORKBOOK = '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/{kind}" Target="{target}"{more}/></Relationships>'
)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in parts.items():
            part = zipfile.ZipInfo(name)  # always of the same day, so that the bytes are too
            archive.writestr(part, text, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def types(part: str, kind: str) -> str:
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{part}" ContentType="{kind}"/></Types>'
    )


def docx_parts(**more: str | bytes) -> dict[str, str | bytes]:
    kind = f"{OFFICE}.wordprocessingml.document.main+xml"
    return {
        "[Content_Types].xml": types("word/document.xml", kind),
        "_rels/.rels": RELATIONS.format(kind="officeDocument", target="word/document.xml", more=""),
        "word/document.xml": DOCUMENT,
        **more,
    }


def docx(**more: str | bytes) -> bytes:
    return zipped(docx_parts(**more))


def xlsx() -> bytes:
    kind = f"{OFFICE}.spreadsheetml.sheet.main+xml"
    target = RELATIONS.format(kind="officeDocument", target="xl/workbook.xml", more="")
    parts = {"[Content_Types].xml": types("xl/workbook.xml", kind), "_rels/.rels": target}
    return zipped({**parts, "xl/workbook.xml": WORKBOOK})


def odf_parts(kind: str = "text", **more: str | bytes) -> dict[str, str | bytes]:
    office = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    return {
        "mimetype": f"{ODF}.{kind}",
        "content.xml": f"<office:document-content {office}/>",
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{manifest}"/>',
        **more,
    }


def odf(kind: str = "text", **more: str | bytes) -> bytes:
    return zipped(odf_parts(kind, **more))


def pdf(change: Any = None, **encryption: str) -> bytes:
    """One empty page; ``change`` is given the writer."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    if change:
        change(writer)
    if encryption:
        writer.encrypt(**encryption)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (8, 8)) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, "teal").save(written, kind)
    return written.getvalue()


def announce(user: Any, data: bytes, name: str = "annex.pdf", **values: Any) -> Any:
    said = {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    return Api(user).post("uploads/", said | values)


def send(user: Any, pk: str, offset: int, part: bytes) -> Any:
    return Api(user).client.patch(
        f"/api/v1/uploads/{pk}/",
        part,
        content_type="application/octet-stream",
        HTTP_UPLOAD_OFFSET=str(offset),
    )


def upload(user: Any, data: bytes | None = None, name: str = "annex.pdf") -> str:
    """Sends it in one part; the id of the file, which belongs to nothing yet."""
    data = pdf() if data is None else data
    made = announce(user, data, name).json()
    sent = send(user, made["id"], 0, data)
    assert sent.status_code == 200, sent.content
    return made["id"]


def stored(user: Any, name: str = "annex.pdf", data: bytes | None = None) -> str:
    """A PDF that has been uploaded, without the while that it takes to look into it."""
    from backend.files import storage
    from backend.files.models import FileStatus, StoredFile

    data = pdf() if data is None else data
    row = StoredFile.objects.create(
        owner=user,
        name=name,
        size=len(data),
        offset=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        status=FileStatus.READY,
        kind="pdf",
        key=storage.new_key(),
    )
    storage.write_at(row.key, 0, data)
    return str(row.pk)


def bytes_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)
