"""Where nobody is likely to help, this is said, the closest stand apart, and what is missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backend.matches.models import MatchRun
from backend.matches.services import perform_run, request_run
from backend.needs.models import Need

pytestmark = pytest.mark.usefixtures("world")

UNANSWERABLE = Path(__file__).parents[3] / "fixtures" / "evaluation" / "unanswerable.json"
FRENCH = (
    "Nos puits villageois contiennent trop de fluor et les enfants en souffrent. Nous cherchons "
    "des filtres peu coûteux et quelqu’un qui forme les comités de l’eau."
)


@pytest.fixture
def satellites() -> str:
    """Launching satellites, which nobody in the demo world does."""
    entries = json.loads(UNANSWERABLE.read_text(encoding="utf-8"))
    return entries[0]["text"]


def test_at_least_24_needs_in_seven_languages_are_there_to_measure_it():
    entries = json.loads(UNANSWERABLE.read_text(encoding="utf-8"))
    assert len(entries) >= 24
    assert {one["language"] for one in entries} == {"ar", "en", "es", "fr", "pt", "ru", "zh"}


def test_a_need_nobody_can_answer_is_told_so_with_the_closest_and_what_is_missing(api, satellites):
    found = api(None).post("match/", {"text": satellites, "language": "en"}).json()
    assert found["nobody"] is True
    assert found["matches"], "the closest are shown all the same"
    assert all(one["score"] < found["line"] for one in found["matches"])
    assert found["missing"]
    assert all(one["text"] in satellites for one in found["missing"])


def test_a_need_somebody_can_answer_is_not(api):
    found = api(None).post("match/", {"text": FRENCH, "language": "fr"}).json()
    assert found["nobody"] is False
    assert found["matches"][0]["score"] >= found["line"]
    assert found["missing"] == []


def test_a_stored_ranking_keeps_what_was_said(api, officer, partner, satellites):
    need = Need.objects.order_by("pk").first()
    need.title, need.text, need.language, need.facets = "", satellites, "en", {}
    need.save()
    need.sdgs.clear()
    need.sectors.clear()
    run = request_run(need=need, by=officer)
    assert perform_run(run_id=run.pk)
    kept = MatchRun.objects.get(pk=run.pk)
    told = api(officer).get(f"match-runs/{kept.pk}/").json()
    assert told["nobody"] is True
    assert told["missing"] == kept.missing != []


def test_the_page_says_so_and_sets_the_closest_apart(client, satellites):
    page = client.post("/", {"text": satellites}).content.decode()
    assert "Nobody here is likely to be able to help" in page
    assert "Who comes closest" in page
    assert "Nobody’s evidence covers:" in page


def test_the_page_counts_those_who_are_likely(client):
    page = client.post("/", {"text": FRENCH, "language": "fr"}).content.decode()
    assert "likely to be able to help" in page
    assert "Nobody here" not in page
