"""What files of experts hold, read into passages: CVs, references, records."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from tests_profile_files import (
    CV,
    ENDNOTE,
    ORCID,
    RIS,
    cv_docx,
    cv_pdf,
    openalex_works,
    orcid_record,
)

from backend.directory.proposals.found import Found, Unreadable
from backend.directory.proposals.reading import read


def texts(data: bytes, kind: str = "") -> list[str]:
    return [one.text for one in read(data).found if not kind or one.kind == kind]


def one(data: bytes, words: str) -> Found:
    (found,) = [one for one in read(data).found if words in one.text]
    return found


def test_a_cv_is_cut_into_its_entries_each_with_kind_and_year():
    reading = read(cv_pdf())
    assert reading.kind == "cv"
    assert [(f.kind, f.year) for f in reading.found] == [
        ("expertise", None),
        ("project", 2020),
        ("project", 2014),
        ("publication", 2018),
        ("publication", 2012),
    ]
    assert "irrigation and drinking water" in reading.found[0].text
    assert reading.found[3].identifier == "10.1234/abc.567"
    assert {f.language for f in reading.found} == {"en"}


def test_nobody_s_address_telephone_or_mail_goes_into_a_passage():
    whole = "\n".join(texts(cv_pdf()))
    assert "Kaolack (office […])" in whole
    for gone in ("820 11 22", "Manguiers", "amina@", "somebody", "Somebody Else", "+221"):
        assert gone not in whole


def test_a_word_document_is_read_with_its_lists_and_tables():
    data = cv_docx(
        "Amina Diallo",
        "# Compétences",
        "* Réhabilitation de pompes villageoises",
        "* Formation des opérateurs de forages",
        "# Expérience professionnelle",
        ("2015 – 2020", "Ingénieure principale, Ministère de l’Eau : 42 pompes remises en service"),
        ("2010 – 2014", "Ingénieure, ONG Puits : trente puits forés à Louga"),
        "# Langues",
        "* Français, langue maternelle",
    )
    assert texts(data, "expertise") == [
        "Réhabilitation de pompes villageoises",
        "Formation des opérateurs de forages",
    ]
    assert one(data, "42 pompes").year == 2020
    assert one(data, "trente puits").kind == "project"
    assert not [text for text in texts(data) if "maternelle" in text]


@pytest.mark.parametrize(
    ("heading", "kind", "entry"),
    [
        ("EXPERIENCIA PROFESIONAL", "project", "Rehabilitación de 42 bombas en aldeas, 2019"),
        ("Experiência Profissional:", "project", "Reabilitação de 42 bombas nas aldeias, 2019"),
        ("2. Опыт работы", "project", "Восстановление 42 насосов в деревнях, 2019"),
        ("工 作 经 历", "project", "2019年 修复四十二座村庄水泵并培训操作人员"),
        ("الخبرة المهنية", "project", "إصلاح 42 مضخة في القرى وتدريب المشغلين، 2019"),
        ("Publications sélectionnées", "publication", "Pompes solaires au Sahel, Revue, 2019"),
        ("Cursos impartidos", "course", "Manejo de bombas solares para operadores, 2019"),
        ("教育背景", "expertise", "2019年 清华大学水利工程硕士学位"),
        ("Образование", "expertise", "Магистр гидротехники, Москва, 2019"),
        ("المؤهلات العلمية", "expertise", "ماجستير في هندسة المياه، 2019"),
    ],
)
def test_headings_are_known_in_seven_languages(heading, kind, entry):
    (found,) = read(cv_docx("Somebody", heading, entry)).found
    assert (found.kind, found.year, found.text) == (kind, 2019, entry)


@pytest.mark.parametrize(
    "line",
    [
        "Dirección: Calle 5 número 12, La Paz, Bolivia, zona sur",
        "Дата рождения: 12 марта 1975 года, город Самара",
        "家庭住址：北京市海淀区复兴路一号水利大院三单元",
        "الجنسية: مصري، مولود في مدينة أسوان سنة ألف وتسعمائة",
    ],
)
def test_lines_that_say_who_somebody_is_are_left_out(line):
    kept = "Repair of pumps and training of operators, 2019"
    assert texts(cv_docx("# Experience", line, "", kept)) == [kept]


@pytest.mark.parametrize("data", [RIS.encode(), RIS.encode("utf-16"), ENDNOTE.encode()])
def test_references_become_publications_with_their_doi(data):
    reading = read(data)
    assert reading.kind == "references"
    first = reading.found[0]
    assert first.text.startswith("Solar pumping in the Sahel. Water Journal\n\nForty pumps were")
    assert (first.kind, first.year, first.identifier) == ("publication", 2018, "10.1234/abc.567")
    assert len(reading.found) == 2
    assert "amina@" not in "".join(texts(data))


def test_a_list_of_references_from_china_is_read_in_its_own_encoding():
    title = "农村小水电技术经济分析与电气化县建设的经验研究"
    data = f"TY  - JOUR\nTI  - {title}\nPY  - 2016\nER  - \n".encode("gb18030")
    assert texts(data) == [title]


def test_an_orcid_record_gives_biography_work_projects_and_publications():
    reading = read(orcid_record())
    assert (reading.kind, reading.orcid) == ("orcid", ORCID)
    assert [(f.kind, f.text, f.year, f.identifier) for f in reading.found] == [
        ("expertise", "Works on wells and pumps in the Sahel.", None, ""),
        ("expertise", "Senior engineer, Ministry of Water", 2015, ""),
        ("project", "Pumps for the villages of Kaolack. Sahel Fund", 2019, "SF-77"),
        ("publication", "Solar pumping in the Sahel. Water Journal", 2018, "10.1234/abc.567"),
    ]


def test_works_from_openalex_have_their_abstract_put_together_again():
    (found,) = read(openalex_works()).found
    assert found.text == "Solar pumping in the Sahel. Water Journal\n\nForty pumps were watched."
    assert (found.year, found.identifier) == (2018, "10.1234/abc.567")


def bomb() -> bytes:
    """Small, and very large once unpacked."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (70 * 1024 * 1024))
    return buffer.getvalue()


def archive(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as written:
        written.writestr(name, b"<broken")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "empty"),
        (b"x" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
        (cv_pdf(password="secret"), "password"),
        (cv_pdf(""), "scanned"),
        (cv_pdf(pages=61), "61 pages"),
        (cv_pdf()[:300], "broken"),
        (b"%PDF-1.7\n\x00\xff nothing", "broken"),
        (archive("a.txt"), "no DOCX"),
        (archive("word/document.xml"), "broken"),
        (cv_docx("# Experience", CV)[:2000], "broken"),
        (bomb(), "60 MB"),
        (b"{", "JSON"),
        (b"[" * 100_000, "JSON"),
        (b'{"a": 1}', "api.openalex.org"),
        (b"[1, null]", "api.openalex.org"),
        (b"Dear Sir or Madam, here is my life.", "none of the files"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "NUL"),
        (b"TY  - JOUR\nPY  - 2016\nER  - \n", "Nothing was found"),
        (orcid_record("0000-0002-1825-0098"), "wrong check digit"),
        (json.dumps({"orcid-identifier": None}).encode(), "not an ORCID iD"),
    ],
    ids=range(20),
)
def test_what_can_t_be_read_says_why(data, told):
    with pytest.raises(Unreadable, match=told):
        read(data)


@pytest.mark.parametrize("damaged", [None, [], "", 7, {"x": [None, 3]}])
def test_a_damaged_record_gives_what_is_left_of_it(damaged):
    record = json.loads(orcid_record())
    for part in ("person", "employments", "fundings"):
        place = record if part == "person" else record["activities-summary"]
        place[part] = damaged
    record["activities-summary"]["works"]["group"].append(damaged)
    assert [f.kind for f in read(json.dumps(record).encode()).found] == ["publication"]
