"""What is printed: in the reader's language, with people's words as they wrote them."""

from __future__ import annotations

import io
import socket

import docx
import pytest
import segno
from docx.oxml.ns import qn
from pypdf import PdfReader
from tests_requests import shortlist
from tests_work import engagement

from backend.common.documents import pdf
from backend.consultations.models import ConsultationRequest
from backend.directory.models import Contact, Expert

pytestmark = pytest.mark.usefixtures("world")
KINDS = ("terms", "letter")
SEVEN = (
    "English and français.",
    "Помпы для четырёх деревень.",
    "为四个村庄修复小水电站。",
    "مضخات لأربع قرى من 15 إلى 60 kW.",
    "चार गाँवों के लिए पंप।",
    "ለአራት መንደሮች ፓምፖች።",
    "เครื่องสูบน้ำสี่หมู่บ้าน",
)
HOSTILE = (
    "{{ 7 * 7 }} {% if x %} {{ document.__class__ }}",
    "<script>alert(1)</script> <img src='http://there.example/x.png'> &amp; ]]>",
    "<w:p/> ${x} \u202eright to left",
)


@pytest.fixture
def printed(api):
    """The text of a document: ``printed(user, "consultation-requests/…/documents/terms/")``."""

    def get(user, path: str, kind: str = "docx", **query: str) -> str:
        answer = api(user).get(path, format=kind, **query)
        assert answer.status_code == 200, answer.content
        assert answer["Content-Disposition"].startswith("attachment")
        assert "no-store" in answer["Cache-Control"]
        return pdf_text(answer.content) if kind == "pdf" else docx_text(answer.content)

    return get


def pdf_text(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def docx_text(content: bytes) -> str:
    return "\n".join(
        "".join(run.text or "" for run in one.iter(qn("w:t"))) for one in paragraphs(content)
    )


def paragraphs(content: bytes) -> list:
    return list(docx.Document(io.BytesIO(content)).element.body.iter(qn("w:p")))


def write(draft: ConsultationRequest, **values: object) -> None:
    ConsultationRequest.objects.filter(pk=draft.pk).update(**values)


def path_of(draft: ConsultationRequest, name: str) -> str:
    return f"consultation-requests/{draft.pk}/documents/{name}/"


def test_the_terms_say_all_that_was_filled_in(printed, partner, draft):
    for kind in ("docx", "pdf"):
        told = printed(partner, path_of(draft, "terms"), kind)
        assert told.startswith("Terms of reference")
        assert draft.background in told
        assert "Training report" in told
        assert "home-based with missions" in told
        assert draft.need.institution.name in told


def test_seven_scripts_come_out_as_they_were_written(printed, partner, draft):
    write(draft, background="\n".join(SEVEN))
    told = printed(partner, path_of(draft, "terms"))
    assert all(text in told for text in SEVEN)
    fonts = fonts_of(api_pdf(printed, partner, draft))
    for name in ("NotoSansArabic", "NotoSansCJK", "NotoSansDevanagari", "NotoSansEthiopic"):
        assert any(name.lower() in font for font in fonts), (name, fonts)


def api_pdf(printed, partner, draft) -> bytes:
    from tests_support import Api

    return Api(partner).get(path_of(draft, "terms"), format="pdf").content


def fonts_of(content: bytes) -> set[str]:
    found = set()
    for page in PdfReader(io.BytesIO(content)).pages:
        for font in page["/Resources"]["/Font"].values():
            found.add(str(font.get_object()["/BaseFont"]).lower().replace("-", ""))
    return found


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_what_looks_like_code_is_printed_not_run(printed, partner, draft, kind):
    draft.need.title = HOSTILE[0]
    draft.need.save()
    write(
        draft, background="\n".join(HOSTILE) + "\x01\x0b\x1b\ufffe\ufdd0", contribution=HOSTILE[1]
    )
    for name in KINDS:
        told = " ".join(printed(partner, path_of(draft, name), kind).split())
        assert "{{ 7 * 7 }} {% if x %} {{ document.__class__ }}" in told
        assert "<script>alert(1)</script>" in told.replace("< ", "<")
        assert "49" not in told.replace(str(draft.pk), "")


def test_arabic_labels_run_from_right_to_left_and_latin_text_does_not(api, partner, draft):
    answer = api(partner).get(path_of(draft, "terms"), format="docx", language="ar")
    assert answer["Content-Language"] == "ar"
    turned = {
        "".join(run.text or "" for run in one.iter(qn("w:t"))): one.find(
            f"{qn('w:pPr')}/{qn('w:bidi')}"
        )
        is not None
        for one in paragraphs(answer.content)
    }
    assert turned[draft.background] is False
    write(draft, background="أربع قرى بلا كهرباء.")
    answer = api(partner).get(path_of(draft, "terms"), format="docx", language="en")
    told = [
        one
        for one in paragraphs(answer.content)
        if one.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None
    ]
    assert ["".join(run.text for run in one.iter(qn("w:t"))) for one in told] == [
        "أربع قرى بلا كهرباء."
    ]


def test_the_same_document_is_the_same_file(api, partner, draft):
    for kind in ("pdf", "docx"):
        first, again = (
            api(partner).get(path_of(draft, "terms"), format=kind).content for _n in range(2)
        )
        assert first == again


def test_a_very_long_text_is_cut_with_a_word_about_it(printed, partner, draft):
    write(draft, background="far and wide " * 5_000)
    told = printed(partner, path_of(draft, "terms"))
    assert "(There is more of this text in Counterpart.)" in told
    assert len(told) < 45_000


def test_the_letter_leaves_room_to_sign(printed, partner, draft):
    told = printed(partner, path_of(draft, "letter"))
    assert "Signature and stamp: ____" in told
    assert str(draft.pk) in told
    assert "name an expert" in told
    write(draft, experts_wanted=3)
    assert "name 3 experts" in printed(partner, path_of(draft, "letter"))


def test_the_shortlist_is_printed_once_it_is_released(api, printed, partner, officer, draft):
    path = path_of(draft, "shortlist")
    for reader in (partner, officer):
        refused = api(reader).get(path)
        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (409, "not_released")
    first, second = Expert.objects.listed().order_by("pk")[:2]
    Contact.objects.update_or_create(
        expert=first, defaults={"email": "secret@there.example", "phone": "+254 700 000000"}
    )
    shortlist(draft, officer, first, second)
    draft.shortlist.filter(profile=second).update(left_out=True, note="Too far away.")
    for kind in ("docx", "pdf"):
        told = printed(partner, path, kind)
        assert f"Knows pumps: {first.name}." in told
        assert second.name not in told
        assert "Too far away" not in told
        assert "secret@" not in told
        assert "700 000000" not in told
    Expert.objects.filter(pk=first.pk).update(consent_listed=False)
    assert api(partner).get(path).status_code == 409


def test_the_report_has_the_last_versions_the_hours_and_what_was_said(
    api, printed, partner, officer, draft
):
    assert api(partner).get(path_of(draft, "report")).status_code == 409
    one = engagement(draft, officer)
    one.feedback.create(side="partner", rating=5, text="Excellent.", by=partner)
    for path in (path_of(draft, "report"), f"engagements/{one.pk}/report/"):
        told = printed(partner, path)
        assert "All four schemes run." in told
        assert "A first draft." not in told
        assert "120 hours" in told
        assert "5 of 5\nExcellent." in told
    assert "All four" in printed(one.expert.user, f"engagements/{one.pk}/report/")


def test_who_may_not_see_the_row_gets_no_document(api, partner, officer, stranger, draft, expert):
    one = engagement(draft, officer)
    paths = [path_of(draft, name) for name in ("terms", "letter", "shortlist", "report")]
    for path in [*paths, f"engagements/{one.pk}/report/"]:
        assert api(stranger).get(path).status_code == 404
        assert api(expert).get(path).status_code == 404
        assert api(None).get(path).status_code == 401
    assert api(one.expert.user).get(paths[0]).status_code == 404


@pytest.mark.parametrize(
    ("query", "attr"),
    [({"format": "exe"}, "format"), ({"language": "xx"}, "language")],
)
def test_what_can_not_be_printed_is_told_in_json(api, partner, draft, query, attr):
    refused = api(partner).get(path_of(draft, "terms"), **query)
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["attr"] == attr


def test_a_document_takes_a_fixed_number_of_queries(
    api, partner, officer, draft, django_assert_max_num_queries
):
    for name in ("Amaru", "Binta", "Chen", "Dara"):
        engagement(draft, officer, name)
    for name in ("shortlist", "report"):
        with django_assert_max_num_queries(13):
            assert api(partner).get(path_of(draft, name), format="docx").status_code == 200


def test_nothing_is_fetched_for_a_document(monkeypatch, tmp_path):
    """Were an address ever to get into a page: no file and no host is asked."""
    picture = tmp_path / "secret.png"
    segno.make("secret").save(str(picture))
    asked = []
    monkeypatch.setattr(socket.socket, "connect", lambda _self, address: asked.append(address))
    for address in (f"file://{picture}", "http://127.0.0.1:9/x.png", "static:../settings.py"):
        page = f'<p>Told</p><img src="{address}" alt="">'
        monkeypatch.setattr(pdf, "render_to_string", lambda *_args, told=page: told)
        made = PdfReader(io.BytesIO(pdf.to_pdf("any.html", {}))).pages[0]
        assert made.extract_text() == "Told"
        assert not list(made.images)
    assert asked == []
