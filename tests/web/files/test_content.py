"""What a file is, is told by its content; what could do harm is refused, with what would be right."""

from __future__ import annotations

import io
import zipfile

import pytest
from pypdf.annotations import Link
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject
from tests_files import RELATIONS, docx, docx_parts, odf, pdf, picture, xlsx, zipped

from backend.files.content.inspect import inspect
from backend.files.content.refused import Refused
from backend.files.models import Refusal

SCRIPT = DictionaryObject(
    {
        NameObject("/S"): NameObject("/JavaScript"),
        NameObject("/JS"): TextStringObject("app.alert()"),
    }
)


def on_opening(writer) -> None:
    writer.root_object[NameObject("/OpenAction")] = SCRIPT


def hidden_behind_a_link(writer) -> None:
    first = DictionaryObject(
        {NameObject("/S"): NameObject("/URI"), NameObject("/Next"): ArrayObject([SCRIPT])}
    )
    note = DictionaryObject({NameObject("/Subtype"): NameObject("/Link"), NameObject("/A"): first})
    writer.pages[0][NameObject("/Annots")] = ArrayObject([note])


def on_closing_a_page(writer) -> None:
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/C"): SCRIPT})


def in_a_field(writer) -> None:
    field = DictionaryObject({NameObject("/AA"): DictionaryObject({NameObject("/K"): SCRIPT})})
    group = DictionaryObject({NameObject("/Kids"): ArrayObject([field])})
    form = DictionaryObject({NameObject("/Fields"): ArrayObject([group])})
    writer.root_object[NameObject("/AcroForm")] = form


def by_name(writer) -> None:
    scripts = DictionaryObject({NameObject("/Names"): ArrayObject([TextStringObject("x"), SCRIPT])})
    writer.root_object[NameObject("/Names")] = DictionaryObject(
        {NameObject("/JavaScript"): scripts}
    )


def with_a_link(writer) -> None:
    writer.add_annotation(0, Link(rect=(0, 0, 9, 9), url="https://somewhere.example/"))


def lying(data: bytes) -> bytes:
    """An archive in which a part claims to be smaller than it is."""
    size = (1_000_000).to_bytes(4, "little")
    assert data.count(size) == 2
    return data.replace(size, (10).to_bytes(4, "little"))


def twice() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in [*docx_parts().items()]:
            archive.writestr(name, text)
    with zipfile.ZipFile(packed, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", "<other/>")
    return packed.getvalue()


def locked_part() -> bytes:
    """The flag that a part is encrypted, set in both places where it stands."""
    data = bytearray(docx())
    data[data.index(b"PK\x03\x04") + 6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def macro_types() -> bytes:
    parts = docx_parts()
    said = str(parts["[Content_Types].xml"])
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    return zipped(
        {
            **parts,
            "[Content_Types].xml": said.replace(
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                kind,
            ),
        }
    )


TEMPLATE = RELATIONS.format(
    kind="attachedTemplate", target="https://evil.example/t.dotm", more=' TargetMode="External"'
)
OWN_TEMPLATE = TEMPLATE.replace("https://evil.example/t.dotm", "file:///C:/Normal.dotm")
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><document>&b;</document>'
LOCKED = (
    '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    "<m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"
)


@pytest.fixture
def kind_of(tmp_path):
    """The kind of a file with these bytes, else why it is refused."""

    def find(data: bytes) -> str:
        path = tmp_path / "without-a-name"
        path.write_bytes(data)
        try:
            return inspect(str(path))
        except Refused as refused:
            return f"refused: {Refusal(refused.code)}"

    return find


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (pdf(), "pdf"),
        (pdf(with_a_link), "pdf"),
        (pdf(user_password="", owner_password="x", algorithm="AES-256"), "pdf"),
        (docx(), "docx"),
        (docx(**{"word/_rels/settings.xml.rels": OWN_TEMPLATE}), "docx"),
        (xlsx(), "xlsx"),
        (odf("text"), "odt"),
        (odf("spreadsheet"), "ods"),
        (odf("presentation"), "odp"),
        *((picture(name.upper()), name) for name in ("png", "jpeg", "webp", "tiff")),
    ],
)
def test_what_is_sound_is_known_by_its_content(kind_of, data, kind):
    assert kind_of(data) == kind


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"Just text.", "kind"),
        (b"<html><script>alert(1)</script></html>", "kind"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "kind"),
        (b"MZ\x90\x00" + bytes(200), "kind"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "old_office"),
        (zipped({"hello.txt": "a zip named .docx"}), "kind"),
        (zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<x/>"}), "kind"),
        (zipped({**docx_parts(), "word/document.xml": "<html/>"}), "damaged"),
        (docx()[:-40], "damaged"),
        (twice, "damaged"),
        (odf("chart"), "kind"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "damaged"),
        (pdf()[:60], "damaged"),
        (b"%PDF-1.7\n" + b"x" * 5_000, "damaged"),
        (picture()[:30], "damaged"),
        (docx(**{"word/vbaProject.bin": b"\0"}), "macros"),
        (macro_types, "macros"),
        (odf(**{"Basic/Standard/Module1.xml": "<x/>"}), "macros"),
        (docx(**{"word/activeX/activeX1.bin": b"\0"}), "active"),
        (docx(**{"word/embeddings/oleObject1.bin": b"\0"}), "active"),
        (docx(**{"word/_rels/settings.xml.rels": TEMPLATE}), "active"),
        (docx(**{"word/document.xml": LAUGHS}), "active"),
        *((pdf(act), "active") for act in (on_opening, hidden_behind_a_link, on_closing_a_page)),
        (pdf(in_a_field), "active"),
        (pdf(by_name), "active"),
        (pdf(lambda writer: writer.add_attachment("run.exe", b"MZ")), "active"),
        (pdf(user_password="secret", algorithm="AES-256"), "encrypted"),
        (odf(**{"META-INF/manifest.xml": LOCKED}), "encrypted"),
        (locked_part, "encrypted"),
        (docx(**{"word/media/a.bin": bytes(60_000_000)}), "bomb"),
        (lying(docx(**{"word/media/a.bin": bytes(1_000_000)})), "damaged"),
        (picture(size=(20_000, 20_000)), "bomb"),
    ],
)
def test_what_is_none_of_these_or_could_do_harm_is_refused(kind_of, data, why):
    assert kind_of(data() if callable(data) else data) == f"refused: {why}"
