"""What is printed of a proposal, in its own language; and the one file for people without log-in."""

from __future__ import annotations

import datetime
import io

import docx
import pytest
from django.test import Client
from docx.oxml.ns import qn
from pypdf import PdfReader
from tests_files import bytes_of, picture, stored
from tests_proposals import COVER, demand, frame, sign_letters

from backend.programmes.models import Proposal, SharedDossier

pytestmark = pytest.mark.usefixtures("world")
HOSTILE = "{{ 7 * 7 }} <script>alert(1)</script> =1+1"


@pytest.fixture
def filled(proposal):
    """With cover, texts, framework, budget and letters."""
    Proposal.objects.filter(pk=proposal.pk).update(**COVER, number="INT/27/K01")
    proposal.sections.filter(key="situation").update(text="Channels run dry.\nFarmers leave.")
    frame(proposal)
    proposal.indicators.create(text="Farmers with water", baseline="12", target="480.50")
    sign_letters(proposal, "KEN", "PER")
    proposal.refresh_from_db()
    return proposal


@pytest.fixture
def printed(api, at):
    """The text of a document: ``printed(lead, "documents/dossier/")``."""

    def get(user, under: str, kind: str = "docx", **query) -> str:
        answer = api(user).get(at(under), format=kind, **query)
        assert answer.status_code == 200, answer.content
        assert "no-store" in answer["Cache-Control"]
        return pdf_text(answer.content) if kind == "pdf" else docx_text(answer.content)

    return get


def pdf_text(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def docx_text(content: bytes) -> str:
    paragraphs = docx.Document(io.BytesIO(content)).element.body.iter(qn("w:p"))
    return "\n".join("".join(run.text or "" for run in one.iter(qn("w:t"))) for one in paragraphs)


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_the_dossier_has_every_part_of_the_model_format(lead, filled, printed, programme, kind):
    demand(programme, "participating-countries", least=3, group="G77")
    told = " ".join(printed(lead, "documents/dossier/", kind).split())
    for expected in (
        "Fund for Tests",
        "inter-regional",
        "INT/27/K01",
        "18 months",
        "30,000.00",
        "60,000.50",
        "Part Ia. Situation analysis",
        "Farmers leave.",
        "Part II. Results and resources framework",
        "Forty gates that measure flow",
        "1.1. Build gates in two workshops",
        "Year 1 (US$)",
        "50,000.50",
        "480.5",
        "Tank Board",
        "Letters of endorsement",
        "N. Minister",
        "to be asked for",
        "Summary checklist",
        "For UNDP",
    ):
        assert expected in told, expected


def test_the_table_has_a_column_for_each_year_in_docx(lead, api, filled, at):
    content = api(lead).get(at("documents/dossier/"), format="docx").content
    tables = docx.Document(io.BytesIO(content)).tables
    (framework,) = [one for one in tables if "Intended outputs" in one.rows[0].cells[0].text]
    headings = [cell.text for cell in framework.rows[0].cells]
    assert headings[3:] == [
        "Budget line (filled in by UNDP)",
        "Year 1 (US$)",
        "Year 2 (US$)",
        "Total (US$)",
    ]
    assert framework.rows[-1].cells[-1].text.strip() == "60,000.50"


def test_it_speaks_the_language_of_the_proposal_whatever_its_reader_speaks(lead, filled, printed):
    Proposal.objects.filter(pk=filled.pk).update(language="fr")
    told = printed(lead, "documents/dossier/")
    assert "Fonds d’essai" in told
    assert "30\u202f000,00" in told.replace("\xa0", "\u202f")
    assert "Fund for Tests" in printed(lead, "documents/dossier/", language="en")


def test_arabic_goes_from_right_to_left(lead, api, filled, at):
    Proposal.objects.filter(pk=filled.pk).update(language="ar", title="المياه في نهايات القنوات")
    content = api(lead).get(at("documents/dossier/"), format="docx").content
    body = docx.Document(io.BytesIO(content)).element.body
    assert len(list(body.iter(qn("w:bidiVisual")))) >= 4
    pdf = PdfReader(io.BytesIO(api(lead).get(at("documents/dossier/"), format="pdf").content))
    assert "/Lang" in pdf.trailer["/Root"]
    assert pdf.trailer["/Root"]["/Lang"] == "ar"


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_what_looks_like_code_is_printed_not_run(lead, filled, printed, kind):
    Proposal.objects.filter(pk=filled.pk).update(title=HOSTILE, outcome=HOSTILE)
    filled.outputs.update(text=HOSTILE)
    told = " ".join(printed(lead, "documents/dossier/", kind).split())
    assert told.count("{{ 7 * 7 }}") >= 3


def test_a_draft_that_says_nothing_is_printed_too(lead, proposal, printed):
    assert "Water at the ends of channels" in printed(lead, "documents/dossier/", "pdf")


def test_the_letter_that_asks_a_country_names_who_is_to_sign_and_what_it_must_show(
    lead, filled, printed
):
    row = filled.endorsements.get(country="LKA")
    row.signer, row.position, row.institution = (
        "Nimal Perera",
        "Secretary",
        "Ministry of Irrigation",
    )
    row.save()
    for kind in ("docx", "pdf"):
        told = " ".join(printed(lead, f"endorsements/{row.pk}/letter/", kind).split())
        assert "Nimal Perera, Secretary, Ministry of Irrigation" in told
        assert "that Sri Lanka takes part in the project" in told
        assert "Kenya: Kisumu Institute of Water" in told
        assert "Declaration of endorsement" in told
        assert "Signature and stamp" in told


def test_the_letter_to_the_mission_asks_to_pass_it_on(lead, api, filled, printed, programme, at):
    told = " ".join(printed(lead, "documents/mission-letter/", "pdf").split())
    assert "Permanent Mission of Kenya to the United Nations, New York" in told
    assert "the Executive Secretariat" in told
    assert "3 countries take part" in told
    programme.channel = "secretariat"
    programme.save()
    assert api(lead).get(at("documents/mission-letter/")).status_code == 409


def test_strangers_print_nothing(api, stranger, proposal, at):
    row = proposal.endorsements.first()
    for under in ("documents/dossier/", "documents/budget/", f"endorsements/{row.pk}/letter/"):
        assert api(stranger).get(at(under)).status_code == 404


@pytest.fixture
def share(api, at):
    def make(user, status: int = 201, **body):
        answer = api(user).post(at("shared/"), {"whom": "Permanent Mission of Kenya"} | body)
        assert answer.status_code == status, answer.content
        return answer.json()

    return make


def page_of(shared) -> str:
    return shared["link"].removeprefix("http://127.0.0.1:8000")


def test_one_file_holds_the_dossier_and_the_letters_and_needs_no_log_in(lead, filled, share):
    row = filled.endorsements.get(country="PER")
    row.scan.kind = "png"
    row.scan.save()
    from backend.files import storage

    storage.write_at(row.scan.key, 0, picture("PNG", (200, 300)))
    shared = share(lead, days=3)
    page = Client().get(page_of(shared))
    assert page.status_code == 200
    assert "Water at the ends of channels" in page.content.decode()
    given = Client().get(page_of(shared) + "file/")
    assert given["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(bytes_of(given))).pages
    alone = PdfReader(io.BytesIO(pdf_of(lead, filled))).pages
    assert len(pages) == len(alone) + 2


def pdf_of(lead, proposal) -> bytes:
    from tests_support import Api

    return Api(lead).get(f"proposals/{proposal.pk}/documents/dossier/", format="pdf").content


def test_a_link_ends_by_its_time_or_when_it_is_taken_back(api, lead, proposal, share, at):
    shared = share(lead)
    page, row = page_of(shared), SharedDossier.objects.get()
    SharedDossier.objects.update(expires_at=row.created_at - datetime.timedelta(seconds=1))
    for path in (page, page + "file/"):
        over = Client().get(path)
        assert over.status_code == 410
        assert "This link ended on" in over.content.decode()
    SharedDossier.objects.update(expires_at=row.expires_at)
    assert Client().get(page).status_code == 200
    assert api(lead).post(at(f"shared/{row.pk}/revoke/")).status_code == 200
    assert "taken back" in Client().get(page).content.decode()
    assert Client().get(page + "file/").status_code == 410


def test_a_link_of_another_kind_opens_nothing(proposal):
    for token in ("nonsense", f"{proposal.pk}~wrong"):
        assert Client().get(f"/dossiers/{token}/").status_code == 404
        assert Client().get(f"/dossiers/{token}/file/").status_code == 404


def test_who_decides_for_the_applicant_shares_and_the_link_is_kept_nowhere(
    api, lead, second, officer, proposal, share, at
):
    share(second, 403)
    body = {"whom": "Mission"}
    first = api(lead).post(at("shared/"), body, "a key")
    again = api(lead).post(at("shared/"), body, "a key")
    assert "link" in first.json()
    assert "link" not in again.json()
    assert SharedDossier.objects.count() == 1
    assert api(second).get(at("shared/")).status_code == 403
    assert len(api(officer).get(at("shared/")).json()) == 1
    assert share(lead, 400, days=91)["errors"][0]["attr"] == "days"


def test_what_was_shared_stays_as_it_was(lead, filled, share):
    shared = share(lead)
    before = bytes_of(Client().get(page_of(shared) + "file/"))
    Proposal.objects.filter(pk=filled.pk).update(title="Another")
    assert bytes_of(Client().get(page_of(shared) + "file/")) == before


def test_a_scan_that_can_not_be_read_is_named(lead, filled, share):
    from backend.files import storage

    scan = filled.endorsements.get(country="PER").scan
    storage.write_at(scan.key, 0, b"no pdf")
    assert "Peru" in share(lead, 409)["errors"][0]["detail"]


def test_several_pages_of_a_scanner_are_several_pages(lead, filled):
    from PIL import Image

    from backend.common.documents.joined import picture_to_pdf
    from backend.files import storage
    from backend.files.models import StoredFile

    written = io.BytesIO()
    one, two = Image.new("RGB", (80, 120), "white"), Image.new("L", (80, 120), 90)
    one.save(written, "TIFF", save_all=True, append_images=[two])
    file = StoredFile.objects.get(pk=stored(lead, "scan.tiff", written.getvalue()))
    assert len(PdfReader(io.BytesIO(picture_to_pdf(storage.path_of(file.key)))).pages) == 2
