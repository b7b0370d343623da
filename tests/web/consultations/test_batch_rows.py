"""Rows changed by hand, and what the next solution makes of it, told in sentences."""

from __future__ import annotations

import pytest
from tests_batches import Desk, open_requests
from tests_people import person

from backend.common.leases import RunStatus
from backend.conflicts.models import DeclaredRelation
from backend.consultations.models import BatchRow, BatchRun, ConsultationRequest
from backend.directory.models import Expert
from backend.history.models import Change

pytestmark = pytest.mark.usefixtures("world")
LOOSE = {"likely_only": False, "floor": 0.0}


@pytest.fixture
def requests() -> list[ConsultationRequest]:
    return open_requests(3, experts_wanted=1)


@pytest.fixture
def desk(api, officer, requests) -> Desk:
    made = Desk(api(officer), **LOOSE)
    made.work()
    return made


def names(desk: Desk, request) -> list[str]:
    return [one["profile"]["name"] for one in desk.rows_of(request)]


def test_who_is_excluded_is_not_proposed_again_and_it_is_said_who_comes_instead(desk, requests):
    row = desk.row(requests[0])
    desk.change(row, "excluded", reason="On leave.")
    desk.solve()
    excluded, came = sorted(desk.rows_of(requests[0]), key=lambda one: one["status"])
    assert (excluded["status"], excluded["reason"]) == ("excluded", "On leave.")
    assert came["status"] == "proposed"
    told = next(one for one in desk.changes() if one["profile"] == came["profile"]["id"])
    assert came["profile"]["name"] in told["sentence"]
    assert f"{row['profile']['name']}\u2069 is excluded from" in told["sentence"]
    assert told["causes"] == ["forbidden"]


def test_an_exclusion_needs_a_reason_and_has_its_cost(desk, requests):
    row = desk.row(requests[0])
    refused = desk.change(row, "excluded", 400)
    assert refused["errors"][0]["attr"] == "reason"
    assert row["cost"] is None
    desk.change(row, "excluded", reason="On leave.")
    board = desk.solve()
    (shown,) = [one for one in board["rows"] if one["id"] == row["id"]]
    assert shown["cost"] > 0
    assert board["solution"]["costs_in_all"] == pytest.approx(shown["cost"])


def test_what_is_locked_or_accepted_stays_and_the_rest_stays_near(desk, requests):
    first, second, third = (desk.row(one) for one in requests)
    desk.change(first, "locked")
    desk.change(second, "accepted", reason="Fits.")
    desk.solve()
    assert desk.row(requests[0])["status"] == "locked"
    assert desk.row(requests[1])["status"] == "accepted"
    assert desk.row(requests[1])["reason"] == "Fits."
    assert desk.row(requests[2])["profile"] == third["profile"]
    assert desk.changes() == []


def test_a_row_opened_again_is_proposed_as_any_other(desk, requests):
    row = desk.change(desk.row(requests[0]), "locked")
    row = desk.change(row, "proposed")
    assert (row["status"], row["reason"], row["changed_by"] is not None) == ("proposed", "", True)


def test_two_who_change_a_row_at_once_are_told(desk, requests):
    row = desk.row(requests[0])
    desk.change(row, "locked")
    late = desk.change(row, "excluded", 412, reason="Away.")
    assert late["current_version"] == 2
    body = desk.api.patch(f"{desk.path}rows/{row['id']}/", {"status": "locked"})
    assert body.status_code == 428


def test_somebody_added_by_hand_is_locked_then_scored_and_moves_others(desk, requests):
    outside = next(
        one
        for one in Expert.objects.listed().filter(demo=True, user=None)
        if one.name not in names(desk, requests[0])
    )
    added = desk.add(requests[0], outside, reason="Asked for by the ministry.")
    assert (added["status"], added["by_hand"], added["score"]) == ("locked", True, None)
    desk.add(requests[0], outside, 409)
    desk.solve()
    row = next(one for one in desk.rows_of(requests[0]) if one["by_hand"])
    assert row["score"] > 0
    assert row["reasons"]
    assert row["cost"] is not None
    told = next(one for one in desk.changes() if one["profile"] == str(outside.pk))
    assert "is held for" in told["sentence"]
    assert names(desk, requests[0]) == [outside.name]


def test_nobody_with_a_conflict_is_added_and_nobody_twice_invited(desk, requests):
    tied = person("Amaru")
    asks = requests[0].institution
    DeclaredRelation.objects.create(profile=tied, institution=asks, kind="family", note="Cousin.")
    refused = desk.add(requests[0], tied, 409)
    assert "declared relation" in refused["errors"][0]["detail"]
    assert desk.add(requests[0], asks, 400)["errors"][0]["attr"] == "profile"
    other = open_requests(1)[0]
    assert desk.add(other, person("Binta"), 400)["errors"][0]["attr"] == "request"


def test_more_held_than_there_are_places_is_told_in_words(desk, requests):
    busy = person("Chike", max_open_engagements=1)
    busy.passages.create(kind="expertise", text="Repairs pumps and small turbines.")
    for one in requests[:2]:
        desk.add(one, busy)
    board = desk.solve()
    told = [one for one in board["solution"]["limits"] if one["kind"] == "lock"]
    assert told
    assert any("Chike" in one["sentence"] for one in told)
    assert all(one["sentence"] and "%(" not in one["sentence"] for one in told)


def test_while_it_is_being_solved_nothing_is_changed(desk, requests):
    row = desk.row(requests[0])
    desk.does("solve/", 202)
    assert desk.change(row, "locked", 409)["errors"][0]["code"] == "running"
    assert desk.does("solve/", 409)["errors"][0]["code"] == "running"
    BatchRun.objects.update(status=RunStatus.DONE)
    desk.change(row, "locked")


def test_every_change_by_hand_is_in_the_history(desk, requests, officer):
    row = desk.row(requests[0])
    desk.change(row, "locked")
    desk.change(desk.row(requests[0]), "excluded", reason="Away.")
    changes = Change.objects.filter(model="consultations.batchrow", row=row["id"], kind="update")
    moved = [one.after["status"] for one in changes.order_by("pk") if "status" in one.after]
    assert moved == ["locked", "excluded"]
    assert BatchRow.objects.get(pk=row["id"]).changed_by == officer


def test_the_board_is_a_spreadsheet_too(desk, requests):
    answer = desk.api.get(f"{desk.path}board/", format="csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + len(requests)
    assert desk.row(requests[0])["profile"]["name"] in answer.content.decode()
    assert desk.api.get(f"{desk.path}board/", format="xlsx").content[:2] == b"PK"
    assert desk.api.get(f"{desk.path}board/", format="pdf").status_code == 400
