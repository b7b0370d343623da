"""Score sheets and schedules as they come with Counterpart: a beginning, and marked as our own."""

from __future__ import annotations

import json

import pytest

from backend.programmes.models import Programme
from backend.programmes.services.sheets import FOLDER, load_sheets

pytestmark = pytest.mark.usefixtures("world")
CODES = ("pgtf", "small-scale-demonstration")


@pytest.fixture
def programmes() -> dict[str, Programme]:
    said = {"names": {"en": "P"}, "languages": ["en"], "stages": ["proposal"]}
    return {code: Programme.objects.get_or_create(code=code, defaults=said)[0] for code in CODES}


def test_a_programme_begins_with_its_sheet_and_keeps_what_is_changed(programmes):
    small = programmes["small-scale-demonstration"]
    small.criteria.all().delete()
    small.report_rules.all().delete()
    assert "small-scale-demonstration" in load_sheets()
    assert small.criteria.count() == 6
    kinds = list(small.report_rules.values_list("kind", "months"))
    assert kinds.count(("follow_up", 6)) == kinds.count(("follow_up", 12)) == 1
    small.criteria.filter(key="value").delete()
    assert load_sheets() == []
    assert small.criteria.count() == 5


def test_nothing_that_nobody_has_read_claims_to_be_a_rule(programmes):
    load_sheets()
    for one in programmes.values():
        for row in [*one.criteria.all(), *one.report_rules.all()]:
            assert not row.confirmed
            assert row.source.startswith("Not confirmed")
    assert not programmes["pgtf"].criteria.exists(), "the Fund's scoring is not public"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_names_are_there_in_every_language_of_the_product(path, settings):
    document = json.loads(path.read_text(encoding="utf-8"))
    languages = {code for code, _name in settings.LANGUAGES}
    sections = [one for report in document["reports"] for one in report["sections"]]
    for one in [*document["criteria"], *sections]:
        assert set(one["names"]) == languages
