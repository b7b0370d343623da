"""Past and open requests out of a spreadsheet, so that similar ones are found from the first day."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from backend.consultations.models import Clock, ConsultationRequest, ImportedRequest, Status
from backend.directory.look_alikes.finding import found
from backend.directory.models import Expert, ImportRun, Institution, LookAlike
from backend.directory.services.look_alikes import note_look_alikes
from backend.directory.services.merging import merge_profiles
from backend.matches.models import Outcome
from backend.matches.services import embed_pending
from backend.needs.models import Need
from backend.notifications.models import Letter

TEMPLATES = Path(settings.BASE) / "fixtures" / "templates"
HEADINGS = ["external_id", "title", "text", "institution", "country", "status", "asked_on"]
PUMPS = "Les pompes solaires des puits pastoraux tombent en panne, il faut former des techniciens."
ROW = ["R1", "Pompes solaires", PUMPS, "Office des puits d’essai", "TCD", "closed", "2023-03-14"]


@pytest.fixture
def write(tmp_path) -> Callable[..., Path]:
    def make(*rows: list[Any], headings: list[str] = HEADINGS, name: str = "past.csv") -> Path:
        text = io.StringIO()
        csv.writer(text).writerows([headings, *rows])
        path = tmp_path / name
        path.write_text(text.getvalue(), encoding="utf-8")
        return path

    return make


@pytest.fixture
def load(world, capsys) -> Callable[..., dict[str, Any]]:
    """Imports a file; the report as JSON."""

    def run(path: Path, *options: str) -> dict[str, Any]:
        out = io.StringIO()
        try:
            call_command("import_requests", str(path), "--json", *options, stdout=out)
        except CommandError as error:
            if "bad" not in str(error):
                raise
        return json.loads(out.getvalue())

    return run


def counted(report: dict[str, Any]) -> dict[str, int]:
    return report["counts"].get("requests", {})


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_the_templates_import_as_they_are(form, load):
    report = load(TEMPLATES / f"requests.{form}", "--source", "t")
    assert report["problems"] == []
    assert counted(report) == {"created": 3}
    assert set(ConsultationRequest.objects.filter(need__source="t").values_list("status")) == {
        (Status.CLOSED,),
        (Status.NO_MATCH,),
        (Status.SUBMITTED,),
    }


def test_a_past_request_comes_in_closed_and_nobody_is_told(load, write):
    letters, outcomes = Letter.objects.count(), Outcome.objects.count()
    load(write([*ROW[:5], "", "14.03.2023"]))
    made = ConsultationRequest.objects.get(need__external_id="R1")
    assert (made.status, made.need.title) == (Status.CLOSED, "Pompes solaires")
    assert made.imported.asked_on.isoformat() == "2023-03-14"
    assert not Clock.objects.filter(request=made).exists()
    assert (Letter.objects.count(), Outcome.objects.count()) == (letters, outcomes)
    assert [step.step for step in made.steps.all()] == ["import"]


def test_an_open_request_waits_for_the_secretariat_with_its_clock(load, write):
    load(write([*ROW[:5], "abierta", ""]))
    made = ConsultationRequest.objects.get(need__external_id="R1")
    assert made.status == Status.SUBMITTED
    assert Clock.objects.filter(request=made, stopped_at=None).exists()


def test_the_second_time_changes_nothing_and_a_changed_row_is_taken_over(load, write):
    load(write(ROW), "--source", "s")
    assert counted(load(write(ROW), "--source", "s")) == {"unchanged": 1}
    report = load(write([*ROW[:5], "cancelled", ROW[6]]), "--source", "s", "--dry-run")
    [change] = report["profiles"][0]["changes"]
    assert (change["field"], change["old"], change["new"]) == ("status", "closed", "cancelled")
    made = ConsultationRequest.objects.get(need__source="s")
    assert made.status == Status.CLOSED
    load(write([*ROW[:5], "cancelled", ROW[6]]), "--source", "s")
    made.refresh_from_db()
    assert made.status == Status.CANCELLED
    assert Need.objects.filter(source="s").count() == 1


def test_what_a_person_changed_is_left_alone(load, write):
    load(write(ROW), "--source", "s")
    need = Need.objects.get(source="s")
    need.title, need.version = "Pumps", need.version + 1
    need.save()
    changed = [ROW[0], "Other", *ROW[2:]]
    assert counted(load(write(changed), "--source", "s")) == {"changed_here": 1}
    need.refresh_from_db()
    assert need.title == "Pumps"


def test_without_an_id_a_row_is_known_by_who_asks_for_what(load, write):
    row = ["", *ROW[1:]]
    load(write(row), "--source", "s")
    assert counted(load(write(row), "--source", "s")) == {"unchanged": 1}


def test_every_bad_row_says_where_and_why_and_the_good_ones_come_in(load, write):
    report = load(
        write(
            ROW,
            ["R2", "", "word", "X Institute", "", "", ""],
            ["R3", "", PUMPS, "X Institute", "Atlantis", "", ""],
            ["R4", "", PUMPS, "", "", "", ""],
            ["R5", "", PUMPS, "X Institute", "", "lost", "05/06/2023"],
        )
    )
    told = [(one["row"], one["column"], one["value"]) for one in report["problems"]]
    assert told == [
        (3, "text", "word"),
        (4, "country", "Atlantis"),
        (5, "institution", ""),
        (6, "status", "lost"),
        (6, "asked_on", "05/06/2023"),
    ]
    assert all(one["reason"] for one in report["problems"])
    assert counted(report) == {"created": 1, "bad": 4}


def test_all_or_nothing_keeps_everything_out(load, write):
    bad = ["R2", "", PUMPS, "X Institute", "Atlantis", "", ""]
    load(write(ROW, bad), "--all-or-nothing", "--source", "s")
    assert not Need.objects.filter(source="s").exists()
    assert ImportRun.objects.latest("pk").counts == {"requests": {"bad": 1}}


def test_two_rows_of_one_id_must_agree(load, write):
    report = load(write(ROW, ["R1", "Another", *ROW[2:]]))
    assert counted(report) == {"bad": 1, "created": 1}
    assert "row 2" in report["problems"][0]["reason"]


def test_headings_in_other_languages_are_understood(load, write, tmp_path):
    headings = ["需求编号", "标题", "需求描述", "申请单位", "国家", "状态", "申请日期", "结果"]
    row = [
        "一",
        "水泵",
        "村里的太阳能水泵坏了，希望培训技术人员。",
        "示例水利局",
        "乍得",
        "已完成",
        "2023年5月",
    ]
    path = write([*row, "修好了九口井"], headings=headings)
    out = tmp_path / "m.json"
    call_command(
        "import_requests",
        str(path),
        "--propose-map",
        "--propose-to",
        str(out),
        stdout=io.StringIO(),
    )
    columns = json.loads(out.read_text())["columns"]
    assert list(columns.values())[1:] == [
        *("title", "text", "institution", "country", "status", "asked_on", "result_summary")
    ]
    load(path, "--map", str(out), "--source", "s")
    made = ConsultationRequest.objects.get(need__source="s")
    assert (made.status, made.result_summary) == (Status.CLOSED, "修好了九口井")
    assert made.need.country_id == "TCD"


def test_an_institution_is_found_by_its_name_in_another_script_or_made_unlisted(load, write):
    known = Institution(names={"zh-Hans": "测试水资源研究所", "en": "Test Water Institute"})
    known.save()
    rows = [
        ["R1", "", PUMPS, "测试水资源研究所", "", "", ""],
        ["R2", "", PUMPS, "Test water INSTITUTE", "", "", ""],
        ["R3", "", PUMPS, "Never Heard Of Institute", "", "", ""],
    ]
    report = load(write(*rows), "--source", "s")
    assert Need.objects.filter(source="s", institution=known).count() == 2
    assert "Never Heard Of Institute" in report["institutions_created"][0]
    assert not Need.objects.get(external_id="R3").institution.consent_listed


def test_an_unclear_institution_is_asked_about_and_the_answer_holds(load, write, tmp_path):
    for country in ("KEN", "UGA"):
        Institution(names={"en": "Twin Institute"}, country_id=country).save()
    path, answers = write(["R1", "", PUMPS, "Twin Institute", "", "", ""]), tmp_path / "a.json"
    report = load(path, "--answers", str(answers), "--source", "s")
    assert len(report["questions"][0]["candidates"]) == 2
    [asked] = json.loads(answers.read_text())
    asked["answer"] = asked["candidates"][1]["id"]
    answers.write_text(json.dumps([asked]))
    load(path, "--answers", str(answers), "--source", "s")
    assert str(Need.objects.get(source="s").institution_id) == asked["answer"]


def test_who_helped_is_found_by_orcid_and_name_and_others_are_kept_as_names(load, write):
    expert = Expert(names={"en": "Test Helper Kamau"}, orcid="0000-0002-1825-0097")
    expert.save()
    other = Expert(names={"en": "Second Helper Wanjiru"})
    other.save()
    names = "https://orcid.org/0000-0002-1825-0097; WANJIRU, Second Helper; Nobody Known"
    report = load(write([*ROW, names], headings=[*HEADINGS, "helped_by"]))
    imported = ImportedRequest.objects.get(request__need__external_id="R1")
    assert set(imported.helpers.values_list("pk", flat=True)) == {expert.pk, other.pk}
    assert imported.others == "Nobody Known"
    assert [one["value"] for one in report["warnings"]] == ["Nobody Known"]


def test_who_helped_follows_a_merge(load, write, officer):
    kept, dropped = (Expert(names={"en": f"Merged Helper {name}"}) for name in ("One", "Two"))
    kept.save()
    dropped.save()
    load(write([*ROW, "Merged Helper Two"], headings=[*HEADINGS, "helped_by"]))
    note_look_alikes(findings=[found(kept.pk, dropped.pk, LookAlike.Reason.NAME)])
    pair = LookAlike.objects.get(second__in=[kept, dropped], first__in=[kept, dropped])
    merge_profiles(look_alike=pair, keep=kept, by=officer)
    assert [one.pk for one in ImportedRequest.objects.get().helpers.all()] == [kept.pk]


def test_addresses_in_a_summary_are_left_out(load, write):
    row = [*ROW, "Done; ask ali@mail.example or +235 66 12 34 56."]
    report = load(write(row, headings=[*HEADINGS, "result_summary"]))
    made = ConsultationRequest.objects.get(need__external_id="R1")
    assert "@" not in made.result_summary
    assert "66 12" not in made.result_summary
    assert report["warnings"]
    assert "ali@" not in json.dumps(report)


def test_an_imported_request_is_found_from_another_language(load, write, api, officer):
    load(write(ROW))
    embed_pending()
    text = "مضخات المياه الشمسية في آبار الرعاة تتعطل. نحتاج إلى تدريب فنيين محليين على صيانتها."
    answer = api(officer).post("consultation-requests/similar/", {"text": text}).json()
    assert ("Pompes solaires", 2023) in [(one["title"], one["year"]) for one in answer]
