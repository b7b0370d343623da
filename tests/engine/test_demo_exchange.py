"""What the demo world knows, offers, teaches and watches is whole, and labelled with what exists."""

import csv
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from matching import exchange_measured

FIXTURES = Path(__file__).parents[2] / "fixtures"
DEMO = FIXTURES / "demo"
LANGUAGES = {"ar", "en", "es", "fr", "pt", "ru", "zh"}
NO_CONTACTS = re.compile(r"@|\+\d[\d ()-]{6,}|https?:")


def rows(name: str, key: str) -> list[dict]:
    return json.loads((DEMO / name).read_text(encoding="utf-8"))[key]


def coded(name: str, column: str) -> list[dict]:
    with (FIXTURES / "codelists" / name).open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row[column]]


def labels(name: str) -> list[tuple[str, str, int]]:
    with (DEMO / name).open(encoding="utf-8", newline="") as file:
        return [(one, other, int(grade)) for one, other, grade in list(csv.reader(file))[1:]]


ITEMS = rows("knowledge.json", "items")
NOTICES = rows("notices.json", "notices")
COURSES = rows("courses.json", "courses")
ALERTS = rows("alerts.json", "alerts")
DIRECTORY = [json.loads(path.read_text("utf-8")) for path in DEMO.glob("*.directory.json")]
INSTITUTIONS = {one["external_id"] for part in DIRECTORY for one in part["institutions"]}
REAL = {
    one["external_id"]
    for part in DIRECTORY
    for one in part["institutions"]
    if not one["illustrative"]
}
LISTED = {
    one["external_id"] for part in DIRECTORY for one in part["experts"] if one["consent_listed"]
}
NEEDS = [
    row
    for path in [*DEMO.glob("*.needs.json"), DEMO / "partners.json"]
    for row in rows(path.name, "needs")
]


@pytest.mark.parametrize(
    ("found", "in_all", "in_each"),
    [(ITEMS, 63, 9), (NOTICES, 56, 8), (COURSES, 14, 2), (ALERTS, 14, 2)],
    ids=["knowledge", "notices", "courses", "alerts"],
)
def test_there_are_enough_in_each_of_the_seven_languages(found, in_all, in_each):
    counted = Counter(row["language"] for row in found)
    assert set(counted) == LANGUAGES
    assert min(counted.values()) >= in_each
    assert len(found) >= in_all
    assert len({row["external_id"] for row in found}) == len(found)


def test_they_are_of_many_kinds():
    assert {row["kind"] for row in ITEMS} >= {"solution", "good_practice", "case", "technology"}
    assert {row["kind"] for row in ITEMS} >= {"publication", "training_material", "news"}
    assert len({row["kind"] for row in NOTICES}) == 8
    assert {row["direction"] for row in NOTICES} == {"offer", "ask"}
    assert {row["kind"] for row in COURSES} == {"course", "workshop", "study_visit"}


def test_they_name_what_the_demo_world_and_the_code_lists_hold():
    goals = {row["code"] for row in coded("sdgs.csv", "code")}
    sectors = {r["code"] for r in coded("sectors.csv", "code") if r["status"] == "active"}
    countries = {row["alpha3"] for row in coded("countries.csv", "alpha3")}
    for row in [*ITEMS, *NOTICES, *COURSES]:
        who = row["external_id"]
        assert {str(goal) for goal in row["sdgs"]} <= goals, who
        assert row["sectors"], who
        assert set(row["sectors"]) <= sectors, who
        assert set(row.get("countries", [row.get("country")])) <= countries, who
        assert set(row.get("institutions", [row.get("institution")])) <= INSTITUTIONS, who
        assert set(row.get("authors", [])) | set(row.get("trainers", [])) <= LISTED, who


def test_nothing_is_said_of_real_institutions_and_nobody_is_to_be_called_or_written_to():
    for row in [*ITEMS, *NOTICES, *COURSES, *ALERTS]:
        own = {row.get("institution"), *row.get("institutions", [])}
        assert not own & REAL, row["external_id"]
        said = " ".join(value for value in row.values() if isinstance(value, str))
        assert not NO_CONTACTS.search(said), row["external_id"]


def test_every_item_tells_what_came_of_it_with_figures_and_a_source():
    for row in ITEMS:
        for part in ("summary", "challenge", "solution", "results", "adapting"):
            assert row[part], (row["external_id"], part)
        assert row["figures"], row["external_id"]
        assert row["sources"], row["external_id"]


def test_labels_are_graded_once_and_name_what_exists():
    asks = {row["external_id"] for row in NOTICES if row["direction"] == "ask"}
    offers = {row["external_id"] for row in NOTICES if row["direction"] == "offer"}
    items = {row["external_id"] for row in ITEMS}
    everything = {row["external_id"] for row in [*ITEMS, *NOTICES, *COURSES]}
    for name, asked, among in (
        ("knowledge.labels.csv", {row["external_id"] for row in NEEDS}, items),
        ("notices.labels.csv", asks, offers),
        ("alerts.labels.csv", {row["external_id"] for row in ALERTS}, everything),
    ):
        found = labels(name)
        assert {one for one, _, _ in found} <= asked, name
        assert {other for _, other, _ in found} <= among, name
        assert {grade for _, _, grade in found} == {1, 2, 3}, name
        assert len({(one, other) for one, other, _ in found}) == len(found), name


def test_each_ask_and_each_alert_is_answered_and_so_are_sixty_needs():
    def answered(name: str) -> set[str]:
        return {one for one, _, grade in labels(name) if grade == 3}

    assert answered("notices.labels.csv") == {
        row["external_id"] for row in NOTICES if row["direction"] == "ask"
    }
    assert answered("alerts.labels.csv") == {row["external_id"] for row in ALERTS}
    needs = answered("knowledge.labels.csv")
    assert len(needs) >= 60
    assert {row["external_id"] for row in NEEDS if "institution" in row and "by" in row} <= needs


def test_most_answers_are_written_in_another_language():
    spoken = {
        row["external_id"]: row["language"] for row in [*NEEDS, *ITEMS, *NOTICES, *COURSES, *ALERTS]
    }
    for name in ("knowledge.labels.csv", "notices.labels.csv", "alerts.labels.csv"):
        best = [(one, other) for one, other, grade in labels(name) if grade == 3]
        abroad = sum(spoken[one] != spoken[other] for one, other in best)
        assert abroad > 0.75 * len(best), name


def test_an_alert_in_arabic_waits_for_a_notice_in_spanish():
    spoken = {row["external_id"]: row["language"] for row in [*ALERTS, *NOTICES]}
    pairs = {
        (spoken[one], spoken.get(other))
        for one, other, grade in labels("alerts.labels.csv")
        if grade == 3
    }
    assert ("ar", "es") in pairs


def test_what_nothing_fits_is_not_measured():
    for search in exchange_measured.load(DEMO):
        assert {need.id for need in search.asked} == set(search.labels)
        assert all(max(own.values()) >= 2 for own in search.labels.values())
        assert all(len(one.passages) == 1 for one in search.among)
