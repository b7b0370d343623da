"""What a file can't claim, what it can't make public, and values that no program expects."""

from __future__ import annotations

import zipfile

import pytest
from django.core.management import CommandError

from backend.directory.imports.contact_data import masked, without_contacts
from backend.directory.models import Expert, ImportRun

HEAD = ["Name", "passage_text", "passage_attestation", "passage_identifier"]


@pytest.mark.parametrize(
    ("attestation", "identifier", "bad"),
    [
        ("self_declared", "", False),
        ("institution_confirmed", "", False),
        ("documented", "10.1000/182", False),
        ("documented", "", True),
        ("delivered", "10.1000/182", True),
    ],
)
def test_a_file_vouches_only_for_what_it_can_show(
    attestation, identifier, bad, write_csv, run_import
):
    run = run_import(write_csv([HEAD, ["Ana Silva", "Pump repair", attestation, identifier]]))
    assert run.count("experts", "bad") == bad
    if bad:
        assert "institution_confirmed" in run.problems[0]["expected"]
        assert run.problems[0]["column"] == "passage_attestation"


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("Ask ana.silva@demo.example for plans", "Ask […] for plans"),
        ("Ask ana (at) demo.example", "Ask […]"),
        ("Pumps, tel. 0712 345 678, Kenya", "Pumps, tel. […], Kenya"),
        ("Call +254 20 7620000 (office)", "Call […] (office)"),
        ("电话：010-62781234 水稻", "电话：[…] 水稻"),
        ("水稻 13800138000", "水稻 […]"),
        ("هاتف: ٠١٢٣٤٥٦٧٨٩", "هاتف: […]"),
    ],
)
def test_addresses_and_numbers_are_taken_out_of_text(text, public):
    assert without_contacts(text) == public


@pytest.mark.parametrize(
    "text",
    ["Dams, 2015–2018", "2026-05-12 to 2026-06-30", "doi 10.1000/182.2020", "0000-0002-1825-0097",
     "project 2021-114-0093", "1,250,000 ha", "320 kW at 12 sites", "GB/T 50071-2014"],
)  # fmt: skip
def test_years_and_numbers_of_projects_stay(text):
    assert without_contacts(text) == masked(text) == text


def test_contact_data_in_prose_are_neither_public_nor_shown(write_csv, print_import):
    rows = [
        ["Name", "Expertise", "Country"],
        ["Ana Silva", "Pump repair; write to ana@demo.example", "BRA"],
        ["Eva Lima", "Seeds", "eva@demo.example"],
        ["Rui Dias", "Seeds", "0712 345 678"],
    ]
    path = write_csv(rows)
    for arguments in (("--dry-run",), ()):
        printed = print_import(path, *arguments)
        assert "row 2, column Expertise" in printed
        assert "demo.example" not in printed
        assert "345 678" not in printed
    assert Expert.objects.get().passages.get().text == "Pump repair; write to […]"
    assert "demo.example" not in str(ImportRun.objects.latest("pk").problems)


@pytest.mark.parametrize("column", ["Last update", "SDGs"])
def test_a_number_without_end_is_a_bad_row(column, write_csv, run_import):
    run = run_import(write_csv([["Name", column], ["Ana Silva", "1" * 5000], ["Eva Lima", ""]]))
    assert [problem["column"] for problem in run.problems] == [column]
    assert run.count("experts", "created") == 1


@pytest.mark.parametrize("number", ["1e400", "9" * 30, "-1e400", "9" * 5000])
def test_a_number_beyond_bounds_in_a_document_is_no_crash(number, tmp_path, print_import):
    path = tmp_path / "a.json"
    path.write_text(f'{{"experts": [{{"name": "Ana", "max_open_engagements": {number}}}]}}')
    printed = print_import(path)
    assert "max_open_engagements" in printed or "The JSON is broken" in printed


def test_a_broken_sheet_is_an_error_of_the_file(write_xlsx, run_import):
    path = write_xlsx({"Experts": [["Name"], ["Ana Silva"], ["Eva Lima"]]})
    with zipfile.ZipFile(path) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet][: len(parts[sheet]) * 2 // 3]
    with zipfile.ZipFile(path, "w") as broken:
        for name, content in parts.items():
            broken.writestr(name, content)
    with pytest.raises(CommandError, match="damaged"):
        run_import(path)


def test_names_with_a_region_or_script_are_taken(write_json, run_import):
    names = {"pt-BR": "Ana Silva", "zh-CN": "王丽华", "zh-Hant-TW": "王麗華", "es-419": "Ana"}
    run_import(write_json({"experts": [{"names": names}]}))
    assert set(Expert.objects.get().names) == {"pt-BR", "zh-Hans", "zh-Hant-TW", "es-419"}
    run = run_import(write_json({"experts": [{"names": {"en": "Eva", "x-private": "E"}}]}))
    assert run.problems[0]["column"] == "names.x-private"
