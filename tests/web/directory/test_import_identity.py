"""Who is who: across scripts, spellings, files and sources."""

from __future__ import annotations

import json

import pytest

from backend.directory.models import Affiliation, Contact, Expert, Institution
from backend.directory.name_keys import name_keys

HEAD = ["Name", "Institution", "Country", "Email", "ORCID"]
ORCID = "0000-0002-1825-0097"


@pytest.fixture
def institute(lists) -> Institution:
    names = {"zh-Hans": "示例研究院", "en": "Example Academy"}
    return Institution.objects.create(names=names, type="research_institute", country_id="CHN")


@pytest.fixture
def wang(institute) -> Expert:
    """王丽华 / Wang Lihua of the Example Academy, entered by hand."""
    names = {"zh-Hans": "王丽华", "zh-Latn": "Wang Lihua"}
    expert = Expert.objects.create(names=names, country_id="CHN", orcid=ORCID, consent_listed=True)
    Affiliation.objects.create(expert=expert, institution=institute)
    Contact.objects.create(expert=expert, email="wang@demo.example")
    return expert


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Wang Lihua", "WANG, Li-hua"), ("Wang Lihua", "Lihua Wang"), ("Wang Li Hua", "Lihua Wang"),
        ("عبد الله أحمد", "عبدالله احمد"), ("فاطمة", "فاطمه"), ("José Núñez", "NUNEZ Jose"),
        ("Семёнов Пётр", "Петр Семенов"), ("Dr. Ana Silva", "Ana Silva"), ("王丽华教授", "王 丽华"),
        ("N’Diaye Awa", "Awa Ndiaye"),
    ],
)  # fmt: skip
def test_the_same_person_however_written(one, other):
    assert set(name_keys([one], person=True)) & set(name_keys([other], person=True))


def test_an_institution_is_not_known_by_another_order_of_words():
    keys = (name_keys([name], person=False) for name in ("Water Institute", "Institute Water"))
    assert not set(next(keys)) & set(next(keys))


@pytest.mark.parametrize(
    "row",
    [
        ["王丽华", "Example Academy", "", "", ""],
        ["Li-hua WANG", "示例研究院", "", "", ""],
        ["L. H. Wang", "", "", "", f"https://orcid.org/{ORCID}"],
        ["Ван Лихуа", "", "", "WANG@demo.example", ""],
    ],
    ids=["other script of the institution", "order and hyphen", "orcid", "e-mail"],
)
def test_a_row_finds_the_profile_across_scripts(row, wang, write_csv, run_import):
    run = run_import(write_csv([HEAD, row]))
    assert run.count("experts", "created") == run.count("experts", "bad") == 0
    assert Expert.objects.get() == wang
    assert Institution.objects.count() == 1


def test_the_same_name_elsewhere_is_somebody_else(wang, write_csv, run_import):
    run = run_import(write_csv([HEAD, ["Wang Lihua", "Another Example University", "", "", ""]]))
    assert run.count("experts", "created") == 1


def test_a_shared_office_address_does_not_make_one_person(wang, write_csv, run_import):
    row = ["Zhao Min", "Example Academy", "", "wang@demo.example", ""]
    assert run_import(write_csv([HEAD, row])).count("experts", "created") == 1


def test_an_unclear_row_is_a_question_with_the_candidates(wang, write_csv, run_import):
    run = run_import(write_csv([HEAD, ["Wang Lihua", "", "", "", ""]]))
    assert run.count("experts", "bad") == 1
    question = run.report["questions"][0]
    assert question["candidates"][0]["id"] == str(wang.pk)
    assert question["candidates"][0]["institution"] == "Example Academy"
    assert str(wang.pk) in run.problems[0]["reason"]


@pytest.mark.parametrize(("answer", "experts"), [("same", 1), ("new", 2)])
def test_a_column_same_as_settles_it(answer, experts, wang, write_csv, run_import):
    said = str(wang.pk) if answer == "same" else "new"
    rows = [["Name", "City", "same_as"], ["Wang Lihua", "Wuhan", said]]
    for _time in range(2):
        assert run_import(write_csv(rows)).problems == []
        assert Expert.objects.count() == experts


@pytest.mark.parametrize("choice", ["same", "new"])
def test_an_answers_file_settles_it_once_and_for_all(choice, wang, write_csv, run_import, tmp_path):
    path, answers = write_csv([HEAD, ["Wang Lihua", "", "", "", ""]]), tmp_path / "answers.json"
    run_import(path, "--answers", str(answers))
    entries = json.loads(answers.read_text(encoding="utf-8"))
    entries[0]["answer"] = str(wang.pk) if choice == "same" else "new"
    answers.write_text(json.dumps(entries), encoding="utf-8")
    for _time in range(2):
        assert run_import(path, "--answers", str(answers)).problems == []
        assert Expert.objects.count() == (1 if choice == "same" else 2)


def test_an_answer_for_a_changed_row_makes_no_second_profile(wang, write_csv, run_import, tmp_path):
    answers = tmp_path / "answers.json"
    entry = {
        "name": "Wang Lihua",
        "institution": "",
        "candidates": [{"id": str(wang.pk)}],
        "answer": "new",
    }
    answers.write_text(json.dumps([entry]), encoding="utf-8")
    for city in ("Wuhan", "Xi’an"):
        run_import(write_csv([["Name", "City"], ["Wang Lihua", city]]), "--answers", str(answers))
    assert sorted(Expert.objects.values_list("city", flat=True)) == ["", "Xi’an"]


def test_two_ids_of_one_source_are_two_people(write_csv, run_import):
    rows = [
        ["ID", "Name", "Institution"],
        ["1", "Wang Wei", "Example Academy"],
        ["2", "Wang Wei", "Example Academy"],
    ]
    run_import(write_csv(rows))
    run = run_import(write_csv(rows))
    assert run.count("experts", "unchanged") == Expert.objects.count() == 2


def test_an_id_given_later_is_taken_over(write_csv, run_import):
    run_import(write_csv([["Name", "Institution"], ["Ana Silva", "Example Academy"]]))
    run_import(write_csv([["ID", "Name", "Institution"], ["7", "Silva, Ana", "Example Academy"]]))
    assert Expert.objects.get().external_id == "7"


def test_rows_of_one_person_are_one_profile(write_csv, run_import):
    rows = [
        ["Name", "Institution", "Passage text", "Passage kind", "Year"],
        ["Ana Silva", "Example Academy", "Pump repair", "project", "2019"],
        ["Eva Lima", "Example Academy", "Seed banks", "project", "2020"],
        ["SILVA, Ana", "Example Academy", "Water law", "course", "2021"],
        ["", "", "Well drilling", "project", ""],
    ]
    run_import(write_csv(rows))
    ana = Expert.objects.get(names={"en": "Ana Silva"})
    assert [(p.text, p.kind, p.year) for p in ana.passages.order_by("pk")] == [
        ("Pump repair", "project", 2019), ("Water law", "course", 2021), ("Well drilling", "project", None),
    ]  # fmt: skip


def test_contradicting_rows_of_one_person_are_refused(write_csv, run_import):
    rows = [
        ["Name", "Institution", "Country"],
        ["Ana Silva", "X Academy", "BRA"],
        ["Ana Silva", "X Academy", "Peru"],
    ]
    problem = run_import(write_csv(rows)).problems[0]
    assert (problem["row"], problem["column"], problem["value"]) == (3, "Country", "Peru")
    assert "row 2" in problem["reason"]


def test_a_person_at_the_terminal_is_asked(wang, write_csv, run_import, monkeypatch, capsys):
    from backend.directory.imports.asking import ask
    from backend.directory.services import imports

    given = iter(["?", "1"])
    monkeypatch.setattr("builtins.input", lambda _prompt: next(given))
    options = imports.Options
    monkeypatch.setattr(
        "backend.directory.management.commands.import_directory.Options",
        lambda **values: options(**{**values, "ask": ask}),
    )
    run = run_import(write_csv([HEAD, ["Wang Lihua", "", "MLI", "", ""]]))
    assert run.problems == []
    assert "Example Academy" in capsys.readouterr().out
    wang.refresh_from_db()
    assert wang.country_id == "MLI"
