"""The same name in two scripts is asked about, never taken for one or for two in silence."""

from __future__ import annotations

import pytest

from backend.directory.models import Affiliation, Expert, Institution, LookAlike

HEAD = ["Name", "Institution", "Country"]


def expert_at(name: str, institution: str, **values) -> Expert:
    place = Institution.objects.create(names={"xx": institution}, type="university")
    expert = Expert.objects.create(names={"xx": name}, **values)
    Affiliation.objects.create(expert=expert, institution=place)
    return expert


@pytest.mark.parametrize(
    ("stored", "at", "row"),
    [
        ("王丽华", "清华大学", ["Wang Lihua", "Tsinghua University", ""]),
        ("Wang Lihua", "Tsinghua University", ["王丽华", "清华大学", "China"]),
        ("Иван Петров", "Example Academy", ["Ivan Petrov", "Example Academy", ""]),
        ("خالد المنصوري", "Example Academy", ["Khaled Al-Mansouri", "", ""]),
    ],
)
def test_a_name_that_sounds_the_same_is_a_question(stored, at, row, lists, write_csv, run_import):
    known = expert_at(stored, at)
    run = run_import(write_csv([HEAD, row]))
    assert Expert.objects.get() == known
    assert run.report["questions"][0]["candidates"][0]["id"] == str(known.pk)


@pytest.mark.parametrize(
    "row",
    [
        ["Wang Lihua", "Example Academy", "Kenya"],
        ["汪丽华 (Wang Lihua)", "示例研究院", ""],
        ["Wang Lihua", "另一所大学", ""],
    ],
    ids=["another country", "other characters", "another institution"],
)
def test_what_tells_two_people_apart_is_not_asked_about(row, lists, write_csv, run_import):
    expert_at("王丽华", "示例研究院", country_id="CHN")
    run = run_import(write_csv([HEAD, row]))
    assert (run.report["questions"], Expert.objects.count()) == ([], 2)


def test_an_institution_made_from_a_name_may_be_one_in_another_script(lists, write_csv, run_import):
    known = Institution.objects.create(names={"zh-Hans": "清华大学"}, type="university")
    run = run_import(write_csv([HEAD, ["Ana Silva", "Qinghua Daxue", ""]]))
    pair = LookAlike.objects.get()
    assert known.pk in {pair.first_id, pair.second_id}
    assert run.report["look_alikes"] == 1
