"""``manage.py load_programmes``: again and again, and nothing that a person has edited is lost."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.core import serializers as dump

from backend.programmes.models import FormSection, Programme, ProgrammeRule
from backend.programmes.services.loading import FOLDER, BadProgramme, load_programmes

pytestmark = pytest.mark.usefixtures("world")
LANGUAGES = ("ar", "en", "es", "fr", "pt", "ru", "zh-hans")


def contents() -> list[str]:
    models = (Programme, ProgrammeRule, FormSection)
    return [dump.serialize("json", model.objects.order_by("pk")) for model in models]


@pytest.fixture
def edited(tmp_path: Path):
    """Loads the Fund's file once more, changed."""

    def load(change):
        document = json.loads((FOLDER / "pgtf.json").read_text(encoding="utf-8"))
        change(document)
        (tmp_path / "pgtf.json").write_text(json.dumps(document), encoding="utf-8")
        return load_programmes(tmp_path)

    return load


def ceiling() -> ProgrammeRule:
    return ProgrammeRule.objects.get(programme__code="pgtf", rule="ceiling", valid_to=None)


def test_both_programmes_are_there():
    assert set(Programme.objects.values_list("code", flat=True)) == {
        "pgtf",
        "small-scale-demonstration",
    }


def test_loading_twice_changes_nothing():
    before = contents()
    load_programmes()
    assert contents() == before


def test_everything_is_named_in_all_languages():
    for row in [*Programme.objects.all(), *FormSection.objects.all()]:
        assert set(row.names) == set(LANGUAGES), row
    for row in ProgrammeRule.objects.filter(rule__startswith="attachments"):
        for kind in row.parameters["kinds"]:
            assert set(kind["names"]) == set(LANGUAGES)


def test_no_figure_of_the_small_projects_stops_anybody():
    blocking = ProgrammeRule.objects.filter(
        programme__code="small-scale-demonstration", severity="blocks"
    )
    assert set(blocking.values_list("rule", flat=True)) == {"applicant", "deadline"}


def test_what_the_file_says_anew_is_taken_over(edited):
    def change(document):
        document["page"] = 2_500
        document["rules"][11]["parameters"]["most"] = "40000"
        document["sections"][0]["most_pages"] = "2.0"

    version = ceiling().version
    edited(change)
    fund = Programme.objects.get(code="pgtf")
    assert fund.page == 2_500
    assert ceiling().parameters == {"most": "40000"}
    assert ceiling().version == version + 1
    assert fund.sections.get(key="situation-analysis").most_pages == Decimal(2)


def test_what_a_person_has_edited_stays(edited):
    Programme.objects.filter(code="pgtf").update(page=2_800, edited=True)
    ProgrammeRule.objects.filter(pk=ceiling().pk).update(parameters={"most": "36000"}, edited=True)
    FormSection.objects.filter(key="strategy").update(most_pages=3, edited=True)

    def change(document):
        document["page"] = 2_500
        document["rules"][11]["parameters"]["most"] = "40000"
        document["sections"][1]["most_pages"] = "2.0"

    edited(change)
    assert Programme.objects.get(code="pgtf").page == 2_800
    assert ceiling().parameters == {"most": "36000"}
    assert FormSection.objects.get(key="strategy").most_pages == 3


def test_a_first_day_that_was_edited_brings_no_second_row():
    ProgrammeRule.objects.filter(pk=ceiling().pk).update(valid_from="2022-02-01", edited=True)
    before = contents()
    load_programmes()
    assert contents() == before


def test_what_left_the_file_stays_for_checks_of_earlier_days(edited):
    edited(lambda document: document["rules"].clear())
    assert Programme.objects.get(code="pgtf").rules.count() == 31


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"rule": "sealing"}, "sealing"),
        ({"parameters": {"groups": ["G99"]}}, "G99"),
        ({"parameters": {"types": ["school"]}}, "school"),
        ({"severity": "blocks", "confirmed": False}, "nobody has read"),
    ],
)
def test_a_file_that_makes_no_sense_is_refused_whole(edited, changed, told):
    before = contents()
    with pytest.raises(BadProgramme, match=told) as refused:
        edited(lambda document: document["rules"][0].update(changed))
    assert "pgtf.json" in str(refused.value)
    assert contents() == before
