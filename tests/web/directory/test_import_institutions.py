"""Institutions: mentioned by experts' rows, and above one another."""

from __future__ import annotations

from backend.directory.models import Affiliation, Expert, Institution


def test_ministries_of_two_countries_are_two(write_csv, run_import):
    rows = [
        ["Name", "Institution", "Country"],
        ["Ana Silva", "Ministry of Water", "KEN"],
        ["Eva Lima", "Ministry of Water", "LAO"],
    ]
    run_import(write_csv(rows))
    found = Institution.objects.filter(type="ministry").values_list("country_id", flat=True)
    assert sorted(found) == ["KEN", "LAO"]


def test_an_unknown_id_of_an_institution_makes_none(write_json, run_import):
    expert = {
        "external_id": "e",
        "names": {"en": "Ana"},
        "affiliations": [{"institution": "inst-x-9"}],
    }
    run = run_import(write_json({"source": "s", "experts": [expert]}))
    assert "id of no institution" in run.problems[0]["reason"]
    assert not Institution.objects.exists()


def test_a_parent_may_come_after_its_child(write_json, run_import):
    document = {
        "source": "s",
        "institutions": [
            {
                "external_id": "b",
                "names": {"en": "Lab"},
                "kind": "research_institute",
                "parent": "a",
            },
            {"external_id": "a", "names": {"en": "Academy"}, "kind": "agency", "parent": "b"},
        ],
    }
    run = run_import(write_json(document))
    assert Institution.objects.get(external_id="b").parent.external_id == "a"
    assert Institution.objects.get(external_id="a").parent is None  # that would be a circle
    assert "it can belong to" in run.report["warnings"][0]["reason"]


def test_a_position_without_an_institution_is_a_warning(write_csv, run_import):
    run = run_import(write_csv([["Name", "Position"], ["Ana Silva", "Adviser"]]))
    assert run.report["warnings"][0]["value"] == "Adviser"
    assert Expert.objects.exists()


def test_a_year_given_later_makes_no_second_affiliation(write_csv, run_import):
    head = ["Name", "Institution", "Position", "Since", "Until"]
    for row in (
        ["", "", ""],
        ["Adviser", "2015", ""],
        ["Director", "2015", "2020"],
        ["Adviser", "2022", ""],
    ):
        run_import(write_csv([head, ["Ana Silva", "Example Academy", *row]]))
    assert list(Affiliation.objects.order_by("start_year").values_list("position", "start_year", "end_year")) == [
        ("Director", 2015, 2020), ("Adviser", 2022, None),
    ]  # fmt: skip


def test_one_name_in_two_countries_is_settled_by_the_column_for_it(write_csv, run_import):
    for country in ("KEN", "LAO"):
        names = {"en": "Example Academy"}
        Institution.objects.create(names=names, type="university", country_id=country)
    run = run_import(write_csv([["Name", "Institution"], ["Ana Silva", "Example Academy"]]))
    assert "the name of 2 institutions" in run.problems[0]["reason"]
    head = ["Name", "Institution", "Institution country"]
    run_import(write_csv([head, ["Ana Silva", "Example Academy", "Laos"]]))
    assert Affiliation.objects.get().institution.country_id == "LAO"
