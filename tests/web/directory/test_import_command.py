"""The command line: what it refuses, what it leaves out and says so, what it never overwrites."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command

from backend.directory.imports.answers import Answer, Choice, Question, load, save
from backend.directory.imports.problems import Place
from backend.directory.models import Expert, ImportRun

LONG = "Irrigation of rice on terraces, with farmers who keep the canals themselves; " * 2


@pytest.mark.parametrize("option", [("--propose-map",), ("--map", "m.json"), ("--propose-to", "m")])
def test_a_json_file_has_no_columns_to_map(option, write_json, run_import):
    path = write_json({"experts": [{"names": {"en": "Ana"}}]})
    with pytest.raises(CommandError, match="no columns to map"):
        run_import(path, *option)
    assert not Expert.objects.exists()


def test_the_file_may_come_after_the_option(write_csv, lists, tmp_path):
    path, out = write_csv([["Name"], ["Ana Silva"]]), tmp_path / "m.json"
    call_command("import_directory", "--propose-map", str(path), "--propose-to", str(out))
    assert json.loads(out.read_text())["columns"] == {"Name": "name"}
    assert not Expert.objects.exists()


def test_a_mapping_that_is_there_is_not_overwritten(write_csv, print_import):
    path = write_csv([["Name"], ["Ana Silva"]])
    mapping = path.with_suffix(".mapping.json")
    mapping.write_text("corrected")
    assert "left as it is" in print_import(path, "--propose-map")
    assert mapping.read_text() == "corrected"


def test_the_report_says_what_was_left_out_and_how_to_take_it_in(write_xlsx, run_import):
    sheets = {
        "Experts": [["Name", "Remarks", "Shoe"], ["Ana Silva", LONG, "38"]],
        "Others": [["Who", "Country"], ["Eva Lima", "Peru"]],
    }
    path = write_xlsx(sheets)
    notes = "\n".join(run_import(path).report["notes"])
    for told in ("“Remarks” (expertise?)", "“Shoe”", "Others: left out", "--propose-map"):
        assert told in notes
    out = path.parent / "m.json"
    call_command("import_directory", str(path), "--propose-to", str(out))
    assert len(json.loads(out.read_text())["sheets"]) == 2
    run_import(path, "--map", str(out))
    assert Expert.objects.get().passages.exists()


def test_nothing_kept_counts_nothing_created(write_csv, run_import):
    rows = [["Name", "Country"], ["Ana Silva", "BRA"], ["Eva Lima", "Atlantis"]]
    run_import(write_csv(rows), "--all-or-nothing")
    assert ImportRun.objects.latest("pk").counts == {"experts": {"bad": 1}}


def _question(*ids: str) -> Question:
    choices = tuple(Choice(pk, "Wang", "", "", "") for pk in ids)
    return Question(Place(2), "Wang Lihua", "", choices)


def test_a_new_candidate_opens_an_answered_question_again(tmp_path):
    path = tmp_path / "a.json"
    one, two = "019a0000-0000-7000-8000-000000000001", "019a0000-0000-7000-8000-000000000002"
    save(path, [], [(_question(one), Answer("new", (one,)))])
    save(path, [_question(two)])
    assert load(path) == {_question().key: Answer("new", (one,))}
    text = path.read_text().replace('"answer": ""', '"answer": "new"')
    path.write_text(text)
    assert load(path) == {_question().key: Answer("new", (one, two))}


def test_what_was_answered_at_the_terminal_is_kept(write_csv, print_import, monkeypatch):
    Expert.objects.all().delete()
    known = Expert.objects.create(names={"en": "Ana Silva"}, country_id="BRA")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _prompt: "1")
    path = write_csv([["Name", "City"], ["Ana Silva", "Belém"]])
    assert "answers.json" in print_import(path)
    (kept,) = load(path.with_suffix(".answers.json")).values()
    assert kept.id == str(known.pk)
