"""What the API says of a score is true: its parts add up to it."""

import math

import pytest

from backend.matches.services import perform_run, request_run
from backend.needs.models import Need

pytestmark = pytest.mark.django_db


def logit_told(match: dict) -> float:
    return sum(match["features"].values()) + sum(one["contribution"] for one in match["reasons"])


def assert_explained(matches: list[dict]) -> None:
    assert matches
    for match in matches:
        logit = math.log(match["score"] / (1 - match["score"]))
        assert logit_told(match) == pytest.approx(logit, abs=1e-6)


def test_features_and_contributions_add_up_to_the_score(world, api):
    for need in Need.objects.order_by("language", "pk").distinct("language"):
        body = {"text": need.text, "sdgs": [], "k": 10}
        assert_explained(api().post("match/", body).json()["matches"])


def test_so_they_do_in_a_kept_ranking(world, api, officer):
    run = request_run(need=Need.objects.first(), by=officer, k=5)
    perform_run(run_id=run.pk)
    assert_explained(api(officer).get(f"match-runs/{run.pk}/").json()["matches"])
