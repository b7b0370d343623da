"""CSV, XLSX and JSON files as they come."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError

from backend.directory.imports.readers.encoding import detect
from backend.directory.models import Expert, ImportRun, Institution, Passage

TEMPLATES = Path(settings.BASE) / "fixtures" / "templates"
RU = [
    ["ФИО", "Страна", "Опыт работы"],
    ["Иванов Пётр", "Россия", "Проектирование малых гидроэлектростанций на горных реках"],
]
ZH = [["姓名", "国家", "研究方向"], ["王丽华", "中国", "小水电站设计与运行维护培训"]]
AR = [
    ["الاسم الكامل", "البلد", "مجال الخبرة"],
    ["سلمى الحداد", "تونس", "معالجة مياه الصرف وإعادة استعمالها"],
]
PT = [
    ["Nome completo", "País", "Áreas de atuação"],
    ["João Conceição", "Moçambique", "Irrigação e drenagem"],
]


@pytest.mark.parametrize(
    ("rows", "encoding", "found"),
    [
        (RU, "utf-8", "utf-8"),
        (ZH, "utf-8-sig", "utf-8-sig"),
        (AR, "utf-16", "utf-16"),
        (PT, "utf-16-le", "utf-16-le"),
        (RU, "cp1251", "cp1251"),
        (ZH, "gb18030", "gb18030"),
        (AR, "cp1256", "cp1256"),
        (PT, "cp1252", "cp1252"),
        (PT, "latin-1", "cp1252"),
    ],
)
def test_a_csv_is_read_in_its_encoding(rows, encoding, found, write_csv, run_import):
    path = write_csv(rows, encoding=encoding)
    assert detect(path) == found
    run = run_import(path)
    assert run.count("experts", "created") == 1
    assert any(found.upper() in note for note in run.report["notes"])
    expert = Expert.objects.get()
    assert expert.names == {"ru" if rows is RU else "zh-Hans" if rows is ZH else "ar" if rows is AR
                            else "pt": rows[1][0]}  # fmt: skip
    assert expert.passages.get().text == rows[1][2]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_delimiter_is_found_out(delimiter, write_csv, run_import):
    rows = [
        ["Name", "Country", "Expertise"],
        ["Ana Silva", "BRA", "Soil, water and\n“seed” health"],
    ]
    assert run_import(write_csv(rows, delimiter=delimiter)).count("experts", "created") == 1
    assert Passage.objects.get().text == "Soil, water and “seed” health"


def test_title_rows_blank_rows_and_a_second_row_of_headings_are_passed_over(write_csv, run_import):
    rows = [
        ["Roster of experts 2026", "", ""], ["", "", ""], ["姓名", "国家", "邮箱"],
        ["Name", "Country", "E-mail"], ["", "", ""], ["王丽华", "CHN", "wang@demo.example"],
    ]  # fmt: skip
    assert run_import(write_csv(rows)).count("experts", "created") == 1
    assert Expert.objects.get().contact.email == "wang@demo.example"


def test_a_nul_byte_is_reported_with_its_row(write_csv, run_import):
    run = run_import(
        write_csv([["Name", "City"], ["Ana Silva", "Bei\x00ra"], ["Eva Lima", "Pemba"]])
    )
    assert [(p["row"], p["column"]) for p in run.problems] == [(2, "City")]
    assert run.count("experts", "created") == 1


def test_more_cells_than_headings_is_reported(write_csv, run_import):
    path = write_csv([["Name", "City"], ["Ana Silva", "Beira", "MOZ"]])
    assert "more cells" in run_import(path).problems[0]["reason"]


def test_an_xlsx_with_both_sheets_brings_institutions_first(write_xlsx, run_import):
    path = write_xlsx(
        {
            "Эксперты": [["ФИО", "Организация", "Обновлено"],
                         ["Иванов Пётр", "Институт воды", datetime.date(2026, 5, 12)]],
            "Организации": [["Наименование", "Тип", "Страна", "Код"],
                            ["Институт воды", "НИИ", "Казахстан", 12.0]],
            "Notes": [["nothing here"]],
        }
    )  # fmt: skip
    run = run_import(path)
    assert run.problems == []
    institution = Institution.objects.get()
    assert (institution.type, institution.external_id) == ("research_institute", "12")
    expert = Expert.objects.get()
    assert expert.affiliations.get().institution == institution
    assert expert.last_confirmed == datetime.date(2026, 5, 12)


def test_only_the_named_sheet_is_read(write_xlsx, run_import):
    path = write_xlsx({"A": [["Name", "City"], ["Ana Silva", "Beira"]],
                       "B": [["Name", "City"], ["Eva Lima", "Pemba"]]})  # fmt: skip
    run_import(path, "--sheet", "b")
    assert [e.names["en"] for e in Expert.objects.all()] == ["Eva Lima"]


def test_an_unknown_sheet_is_named_with_those_there_are(write_xlsx, run_import):
    path = write_xlsx({"A": [["Name", "City"], ["Ana Silva", "Beira"]]})
    with pytest.raises(CommandError, match="there are: A"):
        run_import(path, "--sheet", "C")


def test_the_error_of_a_formula_is_reported(write_xlsx, run_import):
    run = run_import(write_xlsx({"Experts": [["Name", "City"], ["Ana Silva", "#REF!"]]}))
    assert (run.problems[0]["row"], run.problems[0]["column"]) == (2, "City")
    assert "formula" in run.problems[0]["reason"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.xlsx", b"\xd0\xcf\x11\xe0 old", "save it as XLSX"),
        ("a.json", b'{"experts": [', "JSON is broken"),
        ("a.json", b"{}", "holds no list"),
        ("a.csv", b"", "empty"),
        ("a.docx", b"x", "no format known"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(name, content, says, tmp_path, run_import):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CommandError, match=says):
        run_import(path)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_templates_import_as_they_are(form, run_import):
    institutions = run_import(TEMPLATES / f"institutions.{form}", "--source", "t")
    experts = run_import(TEMPLATES / f"experts.{form}", "--source", "t")
    assert institutions.problems == experts.problems == []
    assert institutions.count("institutions", "created") == 3
    assert experts.count("experts", "created") == 3
    assert experts.report["institutions_created"] == []


def test_the_json_template_imports_as_it_is(run_import):
    run = run_import(TEMPLATES / "directory.json")
    assert run.problems == run.report["warnings"] == []
    assert run.report["source"] == "example"
    assert ImportRun.objects.get().counts["experts"] == {"created": 1}


def test_both_forms_of_the_templates_say_the_same(run_import):
    for kind in ("institutions", "experts"):
        run_import(TEMPLATES / f"{kind}.csv", "--source", "t")
        run = run_import(TEMPLATES / f"{kind}.xlsx", "--source", "t")
        assert run.count(kind, "unchanged") == 3
