"""A ranker is learned from what came of candidates, and is used only if it is better."""

from __future__ import annotations

import io

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests_rankings import finished_run

from backend.matches import engine
from backend.matches.models import MatchRun, RankerVersion
from backend.matches.selectors.outcomes import observations
from backend.matches.services import Happened, answer, record_outcomes
from backend.needs.models import Need
from matching.observations import tabulate

pytestmark = pytest.mark.usefixtures("world")

SHOWN = 12
TRUE = {"affinity": 0.2, "shared_terms": 3.0, "sdgs": 0.0, "sectors": 5.0}


@pytest.fixture
def run(officer) -> MatchRun:
    return finished_run(Need.objects.order_by("pk")[0], 3)


@pytest.fixture
def history(officer) -> None:
    """Rankings of all needs, and whom readers chose who like sectors more than the prior does."""
    draws = np.random.default_rng(6)
    happened = []
    for need in Need.objects.order_by("pk"):
        for _ in range(3):
            values = [
                {
                    "affinity": draws.normal(1.5, 1.0),
                    "shared_terms": draws.beta(1, 8),
                    "sdgs": draws.random(),
                    "sectors": draws.random(),
                }
                for _ in range(SHOWN)
            ]
            run = finished_run(need, SHOWN, values)
            for match in run.matches.all():
                happened.append(Happened(run.pk, match.profile_id, "shown"))
                logit = sum(TRUE[name] * value for name, value in match.values.items()) - 3.0
                if draws.random() < 1 / (1 + np.exp(-logit)) / match.rank:
                    happened.append(Happened(run.pk, match.profile_id, "invited"))
    record_outcomes(happened=happened, by=officer)


def train() -> str:
    out = io.StringIO()
    call_command("train_ranker", stdout=out)
    return out.getvalue()


def test_below_200_outcomes_training_is_refused(officer, run):
    record_outcomes(
        happened=[Happened(run.pk, m.profile_id, "invited") for m in run.matches.all()],
        by=officer,
    )
    with pytest.raises(CommandError, match=r"having been shown: 3; .* at least 200"):
        train()
    assert not RankerVersion.objects.exists()


def test_a_ranker_that_beats_the_present_one_is_put_to_use_and_can_be_taken_back(history):
    assert engine.active_ranker().version == engine.shipped_ranker().version
    said = train()
    row = RankerVersion.objects.get()
    assert "learned-1 is in use now. Back: manage.py use_ranker prior-" in said
    assert row.metrics["outcomes"] >= 200
    assert row.metrics["needs"] == 56
    assert row.weights["sectors"] > row.weights["sdgs"] >= 0
    assert engine.active_ranker().version == "learned-1"

    prior = engine.shipped_ranker().version
    out = io.StringIO()
    call_command("use_ranker", prior, stdout=out)
    assert f"{prior} is in use now, instead of learned-1" in out.getvalue()
    assert engine.active_ranker().version == prior
    call_command("use_ranker", "learned-1", stdout=out)
    assert engine.active_ranker().weights["sectors"] == row.weights["sectors"]


def test_as_many_are_likely_to_help_by_a_learned_ranker_as_before(history):
    """Its scores are on a scale of their own, and so is its line."""
    train()
    prior, learned = engine.shipped_ranker(), engine.active_ranker()
    seen = tabulate(observations(), prior)
    above = []
    for ranker in (prior, learned):
        weights = np.array([ranker.weights[name] for name in seen.names])
        scores = ranker.score(seen.values @ weights + ranker.bias)
        above.append(int((scores >= ranker.line).sum()))
    assert 0 < above[0] < len(seen.values)
    assert above[1] == pytest.approx(above[0], abs=3)
    assert answer(text="Solar pumps for villages").line == learned.line


def test_what_is_recorded_twice_with_nobodys_name_counts_once(run):
    rated = Happened(run.pk, run.matches.get(rank=1).profile_id, "rated", rating=4)
    assert record_outcomes(happened=[rated], by=None) == 1
    assert record_outcomes(happened=[rated], by=None) == 0


def test_what_is_learned_changes_scores_and_each_answer_names_its_version(history):
    question = {
        "text": "Nous cherchons un appui pour de petites centrales hydroélectriques",
        "k": 3,
    }
    before = answer(**question)
    train()
    after = answer(**question)
    assert before.versions["ranker"] == engine.shipped_ranker().version
    assert after.versions["ranker"] == "learned-1"
    assert [one.score for one in after.matches] != [one.score for one in before.matches]


def test_a_ranker_that_does_not_beat_the_present_one_is_kept_and_not_used(history):
    train()
    said = train()
    assert "learned-1 stays in use: learned-2 does not beat it" in said
    assert engine.active_ranker().version == "learned-1"
    assert RankerVersion.objects.get(name="learned-2").active_from is None


def test_an_unknown_version_is_answered_with_those_there_are(history):
    train()
    with pytest.raises(CommandError, match=r"no ranker “best”. Known: prior-\d+, learned-1"):
        call_command("use_ranker", "best")


def test_features_newer_than_a_learned_version_count_for_nothing_in_it(db):
    RankerVersion.objects.create(
        name="old", weights={"affinity": 2.0}, bias=-5.0, active_from="2026-01-01T00:00:00Z"
    )
    engine.forget_ranker()
    ranker = engine.active_ranker()
    assert ranker.version == "old"
    assert ranker.contributions({"affinity": 1.0, "sectors": 1.0}) == {
        "affinity": 2.0,
        "sectors": 0.0,
    }


def test_the_ranker_in_use_costs_no_query_per_question(db):
    engine.active_ranker()
    with CaptureQueriesContext(connection) as seen:
        for _ in range(50):
            engine.active_ranker()
    assert len(seen) == 0


def test_outcomes_are_read_in_two_queries(history):
    with CaptureQueriesContext(connection) as seen:
        found = observations()
    assert len(seen) == 2
    assert len(found) == 56 * 3 * SHOWN
    assert set(found[0].features) == set(TRUE)


def test_a_stored_ranking_keeps_the_values_a_ranker_learns_from(api, officer):
    from backend.matches.services import perform_run, request_run

    run = request_run(need=Need.objects.order_by("pk")[0], by=officer, k=3)
    assert perform_run(run_id=run.pk)
    ranker = engine.active_ranker()
    for match in run.matches.all():
        logit = ranker.bias + sum(ranker.weights[f] * v for f, v in match.values.items())
        assert match.score == pytest.approx(ranker.score(logit), abs=1e-6)
