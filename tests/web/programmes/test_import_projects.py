"""Past projects out of a file."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from backend.directory.imports.values.base import BadValue
from backend.directory.models import ImportRun, Institution
from backend.programmes.imports.parse import amount
from backend.programmes.models import PastProject

TEMPLATES = Path(settings.BASE) / "fixtures" / "templates"
ROW = {
    "external_id": "p1",
    "title": "Wells",
    "text": "Wells in two countries.",
    "countries": "KEN; UGA",
}


def bring(path, **options) -> str:
    from io import StringIO

    out = StringIO()
    call_command("import_projects", str(path), stdout=out, no_input=True, **options)
    return out.getvalue()


@pytest.fixture
def sheet(tmp_path):
    """A JSON document of these rows."""

    def write(*rows, source="test"):
        path = tmp_path / "projects.json"
        path.write_text(json.dumps({"source": source, "projects": list(rows)}))
        return path

    return write


@pytest.mark.parametrize("name", ["projects.csv", "projects.xlsx", "projects.json"])
def test_each_template_comes_in(world, name):
    bring(TEMPLATES / name, source="templates")
    rows = {one.external_id: one for one in PastProject.objects.filter(source="templates")}
    assert sorted(rows) == ["PGTF-2019-04", "PGTF-2022-11", "SSD-2021-02"]
    flood = rows["PGTF-2022-11"]
    assert (flood.year, flood.amount, flood.programme) == (2022, Decimal("35000"), "PGTF")
    assert sorted(flood.countries.values_list("pk", flat=True)) == ["MOZ", "MWI"]
    assert flood.others == ["Example River Authority"]
    assert (rows["SSD-2021-02"].language, flood.demo) == ("zh", True)
    assert ImportRun.objects.latest("pk").counts == {"projects": {"created": 3}}


def test_headings_in_other_languages_are_understood(world, tmp_path):
    path = tmp_path / "proyectos.csv"
    path.write_text("título,descripción,países,monto,año\nPozos,Pozos solares,Kenia,12 000,2020\n")
    bring(path)
    found = PastProject.objects.get(title="Pozos")
    assert (found.amount, found.year) == (Decimal("12000"), 2020)
    assert [one.pk for one in found.countries.all()] == ["KEN"]


def test_institutions_are_linked_by_id_or_name_and_never_made(world, sheet):
    before = Institution.objects.count()
    named = Institution.objects.get(external_id="inst-a-omerd")
    path = sheet({**ROW, "institutions": ["inst-a-omerd", "Nobody Knows Institute"]}, source="demo")
    bring(path)
    found = PastProject.objects.get(external_id="p1")
    assert list(found.institutions.all()) == [named]
    assert found.others == ["Nobody Knows Institute"]
    assert Institution.objects.count() == before


def test_a_second_time_changes_nothing_and_a_changed_row_is_taken_over(world, sheet):
    bring(sheet(ROW))
    bring(sheet(ROW))
    assert ImportRun.objects.latest("pk").counts == {"projects": {"unchanged": 1}}
    bring(sheet({**ROW, "outcome": "All wells run."}))
    found = PastProject.objects.get(external_id="p1")
    assert (found.outcome, found.version) == ("All wells run.", 2)


def test_what_a_person_changed_is_left_alone(world, sheet):
    bring(sheet(ROW))
    PastProject.objects.update(title="Boreholes", version=2)
    bring(sheet({**ROW, "title": "Other wells"}))
    assert PastProject.objects.get().title == "Boreholes"
    assert ImportRun.objects.latest("pk").counts == {"projects": {"changed_here": 1}}


def test_a_bad_row_is_reported_with_what_would_be_right(world, sheet):
    with pytest.raises(CommandError):
        bring(sheet(ROW, {"external_id": "p2", "title": "Roads", "year": "soon"}))
    assert [one.external_id for one in PastProject.objects.all()] == ["p1"]
    (problem,) = ImportRun.objects.latest("pk").problems
    assert problem["column"] == "year"
    assert problem["expected"].startswith("a whole number")


def test_two_rows_of_one_id_must_say_the_same(world, sheet):
    with pytest.raises(CommandError):
        bring(sheet(ROW, {**ROW, "title": "Other"}))
    (problem,) = ImportRun.objects.latest("pk").problems
    assert "differs from row 1" in problem["reason"]


def test_a_dry_run_keeps_nothing(world, sheet):
    said = bring(sheet(ROW), dry_run=True)
    assert "Wells" in said
    assert not PastProject.objects.exists()


def test_addresses_are_left_out_of_what_everybody_reads(world, sheet):
    bring(sheet({**ROW, "outcome": "Ask ann@wells.example."}))
    assert "ann@" not in PastProject.objects.get().outcome


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("35000", "35000"),
        ("35,000", "35000"),
        ("US$ 35 000.50", "35000.50"),
        ("35.000,50", "35000.50"),
        ("1.234.567", "1234567"),
        ("USD 12'500", "12500"),
        (35000.0, "35000"),
    ],
)
def test_amounts_as_people_write_them(written, read):
    assert amount(written) == Decimal(read)


@pytest.mark.parametrize("written", ["much", "-5", "1e30", "12 apples"])
def test_what_is_no_amount_is_refused(written):
    with pytest.raises(BadValue):
        amount(written)


def test_past_projects_are_read_by_all_who_log_in(world, sheet, stranger, api):
    bring(sheet(ROW))
    said = api(stranger).get("past-projects/", country="KEN")
    assert [one["title"] for one in said.json()["results"]] == ["Wells"]
    assert api().get("past-projects/").status_code == 401
