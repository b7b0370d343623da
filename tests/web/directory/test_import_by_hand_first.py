"""What a person typed or refused comes before what a file says, and rows do not fight each other."""

from __future__ import annotations

from backend.directory.models import Affiliation, Expert, Institution, Passage
from backend.directory.services.profiles import change_profile, create_profile

HEAD = ["Name", "Institution", "City", "Consent"]


def test_what_was_typed_at_creation_is_not_overwritten(lists, write_csv, run_import):
    values = {"names": {"en": "Ana Silva"}, "city": "Belém", "country_id": "BRA"}
    passages = [{"text": "Pump repair"}]
    ana = create_profile(model=Expert, values={**values, "passages": passages})
    rows = [["same_as", "Name", "City", "Gender"], [str(ana.pk), "Ana Souza", "Natal", "F"]]
    run_import(write_csv(rows))
    ana.refresh_from_db()
    assert (ana.names, ana.city, ana.gender) == ({"en": "Ana Silva"}, "Belém", "female")
    assert Passage.objects.get(profile=ana).edited


def test_a_no_that_was_said_is_not_turned_by_a_yes_for_all(write_csv, run_import):
    run_import(
        write_csv([HEAD, ["Ana Silva", "X Academy", "", "no"], ["Eva Lima", "X Academy", "", ""]])
    )
    rows = [HEAD[:3], ["Ana Silva", "X Academy", "Natal"], ["Eva Lima", "X Academy", "Lima"]]
    run_import(write_csv(rows), "--consent", "yes")
    assert [one.name for one in Expert.objects.listed()] == ["Eva Lima"]
    run_import(write_csv([HEAD, ["Ana Silva", "X Academy", "", "yes"]]))
    assert Expert.objects.listed().count() == 2


def test_the_same_row_finds_the_one_whose_name_and_place_a_person_changed(write_csv, run_import):
    path = write_csv([HEAD, ["Ana Silva", "X Academy", "Natal", ""]])
    run_import(path)
    other = Institution.objects.create(names={"en": "Another University"})
    values = {"names": {"en": "A. de Souza"}, "affiliations": [{"institution": other}]}
    change_profile(profile=Expert.objects.get(), values=values)
    run = run_import(path)
    assert (run.count("experts", "unchanged"), Expert.objects.count()) == (1, 1)


def test_a_changed_row_of_one_whose_place_a_person_changed_is_asked_about(write_csv, run_import):
    run_import(write_csv([HEAD, ["Ana Silva", "X Academy", "Natal", ""]]))
    other = Institution.objects.create(names={"en": "Another University"})
    change_profile(profile=Expert.objects.get(), values={"affiliations": [{"institution": other}]})
    run = run_import(write_csv([HEAD, ["Ana Silva", "X Academy", "Recife", ""]]))
    assert len(run.report["questions"]) == Expert.objects.count() == 1


def test_two_ids_for_one_stored_profile_are_a_question(lists, write_csv, run_import):
    place = Institution.objects.create(names={"en": "X Academy"})
    ana = Expert.objects.create(names={"en": "Ana Silva"})
    Affiliation.objects.create(expert=ana, institution=place)
    head = ["ID", "Name", "Institution"]
    run = run_import(
        write_csv([head, ["1", "Ana Silva", "X Academy"], ["2", "Ana Silva", "X Academy"]])
    )
    assert [question["row"] for question in run.report["questions"]] == [3]
    assert Expert.objects.get().external_id == "1"


def test_rows_that_turn_out_to_be_one_profile_must_not_contradict(lists, write_csv, run_import):
    orcid = "0000-0002-1825-0097"
    head = ["Name", "Institution", "City", "ORCID"]
    rows = [head, ["Ana Silva", "X Academy", "Natal", orcid], ["Silva, Ana", "", "Recife", orcid]]
    path = write_csv(rows)
    problem = run_import(path).problems[0]
    assert (problem["row"], problem["column"], problem["value"]) == (3, "city", "Recife")
    assert "row 2" in problem["reason"]
    before = Expert.objects.get().version
    run_import(path)
    assert Expert.objects.get().version == before


def test_a_circle_through_institutions_that_the_file_does_not_name_is_refused(
    lists, write_csv, run_import
):
    top = Institution.objects.create(names={"en": "Top Academy"})
    middle = Institution.objects.create(names={"en": "Middle Academy"}, parent=top)
    Institution.objects.create(names={"en": "Low Academy"}, parent=middle)
    rows = [["Institution name", "Parent"], ["Top Academy", "Low Academy"]]
    run = run_import(write_csv(rows, name="institutions.csv"))
    top.refresh_from_db()
    assert top.parent is None
    assert run.report["warnings"][0]["value"] == "Low Academy"
