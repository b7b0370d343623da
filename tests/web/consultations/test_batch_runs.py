"""Batches: asked for, scored request by request, solved once; what is asked for is done once."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests_batches import Desk, open_requests
from tests_people import invite_people

from backend.common import leases
from backend.consultations.batches.services import performing, sweep_batches
from backend.consultations.models import BatchRequest, BatchRun, ConsultationRequest
from backend.matches.models import MatchRun

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def requests() -> list[ConsultationRequest]:
    return open_requests(4)


@pytest.fixture
def desk(api, officer, requests) -> Desk:
    return Desk(api(officer))


def test_all_open_requests_that_lack_people_are_taken(api, officer, requests):
    closed, served, drafted, lacking = requests
    for one, status in ((closed, "closed"), (drafted, "draft")):
        ConsultationRequest.objects.filter(pk=one.pk).update(status=status)
    invite_people(served, officer, *("Amaru", "Binta")[: served.experts_wanted])
    ConsultationRequest.objects.filter(pk=served.pk).update(status="shortlisted")
    board = Desk(api(officer)).board()
    assert [one["request"] for one in board["requests"]] == [str(lacking.pk)]


def test_who_is_invited_is_wanted_no_more(api, officer, requests):
    two = requests[0]
    assert two.experts_wanted == 2
    invite_people(two, officer, "Amaru")
    ConsultationRequest.objects.filter(pk=two.pk).update(status="shortlisted")
    board = Desk(api(officer), requests=[str(two.pk)]).board()
    assert [one["wanted"] for one in board["requests"]] == [1]


def test_a_request_that_is_not_open_is_refused_by_its_title(api, officer, requests):
    ConsultationRequest.objects.filter(pk=requests[0].pk).update(status="closed")
    answer = api(officer).post("batch-runs/", {"requests": [str(one.pk) for one in requests]})
    assert answer.status_code == 409
    assert str(requests[0].need) in answer.json()["errors"][0]["detail"]


def test_without_any_request_there_is_nothing_to_broker(api, officer):
    answer = api(officer).post("batch-runs/", {})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (409, "nothing_to_broker")


def test_progress_says_how_many_requests_are_scored_then_that_it_is_solved(desk):
    def told() -> tuple:
        shown = desk.board()
        return shown["status"], shown["doing"], shown["scored"], shown["progress"]

    assert told() == ("queued", "scoring", 0, 0)
    batch = leases.claim(BatchRun, desk.id)
    performing._score(batch, list(performing._unscored(batch)[:2]))
    assert told() == ("running", "scoring", 2, 40)
    performing._score(batch, list(performing._unscored(batch)[:2]))
    assert told() == ("running", "solving", 4, 80)
    performing._finish(batch)
    assert told() == ("done", None, 4, 100)


def test_what_was_scored_before_a_worker_was_killed_is_not_scored_again(desk):
    batch = leases.claim(BatchRun, desk.id)
    performing._score(batch, list(performing._unscored(batch)[:2]))
    before = set(MatchRun.objects.values_list("pk", flat=True))
    BatchRun.objects.update(lease_until=timezone.now() - timezone.timedelta(seconds=1))

    board = desk.work()

    assert board["status"] == "done"
    assert before < set(MatchRun.objects.values_list("pk", flat=True))
    assert MatchRun.objects.count() == 4  # one for each request
    assert BatchRun.objects.get().crashes == 1


def test_a_worker_that_comes_back_late_leaves_no_trace(desk):
    late = leases.claim(BatchRun, desk.id)
    BatchRun.objects.update(lease_until=timezone.now() - timezone.timedelta(seconds=1))
    assert leases.claim(BatchRun, desk.id)
    with pytest.raises(performing.TakenOver):
        performing._score(late, list(performing._unscored(late)))
    assert not BatchRequest.objects.exclude(scored_at=None).exists()
    assert not MatchRun.objects.exists()


def test_the_sweep_sends_again_what_lies_about_and_gives_up_what_kills(desk, settings):
    old = timezone.now() - timezone.timedelta(minutes=1)
    BatchRun.objects.update(updated_at=old)
    assert sweep_batches() == 1
    BatchRun.objects.update(status="running", crashes=settings.RUN_ATTEMPTS - 1, lease_until=old)
    assert sweep_batches() == 0
    shown = desk.board()
    assert (shown["status"], shown["error"]) == ("failed", "attempts")


def test_each_row_says_why_and_no_request_gets_more_than_it_lacks(desk, requests):
    board = desk.work()
    assert board["solution"]["optimal"]
    for one in board["requests"]:
        rows = [row for row in board["rows"] if row["request"] == one["request"]]
        assert len(rows) == one["wanted"] - one["unmet"]
        assert all(row["reasons"][0]["sentence"] for row in rows)
        assert all(row["status"] == "proposed" for row in rows)
        assert one["match_run"]


def test_what_is_declared_is_kept_and_what_is_not_known_is_refused(api, officer, requests):
    asked = {"stability": 0.1, "priorities": {"LDC": 1.5}, "floor": 0.2}
    kept = Desk(api(officer), **asked).board()["parameters"]
    assert (kept["stability"], kept["floor"], kept["priorities"]["LDC"]) == (0.1, 0.2, 1.5)
    assert kept["priorities"]["urgent"] == 0
    refused = api(officer).post("batch-runs/", {"priorities": {"ASEAN": 1}})
    assert refused.status_code == 400
    assert "LLDC" in refused.json()["errors"][0]["detail"]


def test_a_list_and_a_board_cost_the_same_queries_whatever_their_length(api, officer):
    few, many = open_requests(2), open_requests(6)
    asks = api(officer)
    told = {"floor": 1.0, "likely_only": False}  # so that both have something to say
    small = Desk(asks, requests=[str(one.pk) for one in few], **told)
    small.work()

    def queries(path: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert asks.get(path).status_code == 200
        return len(seen)

    one_row, board = queries("batch-runs/"), queries(small.path)
    big = Desk(asks, requests=[str(one.pk) for one in many], **told)
    big.work()
    assert queries("batch-runs/") == one_row
    assert queries(big.path) == board


def test_it_is_nobody_elses_business(api, partner, expert, desk):
    for user in (partner, expert):
        assert api(user).get("batch-runs/").status_code == 404
        assert api(user).get(desk.path).status_code == 404
        assert api(user).post("batch-runs/", {}).status_code == 404
